//! P5: requests a second, and the wait at 70% of it. The generator and the server share the machine's cores, on both sides
//! alike. It is bounded in connections and time, and asks loopback only.

use crate::child::Running;
use crate::http::{Connection, get};
use crate::rounds::{Figures, middle};
use crate::table::{Row, Target, Unit};
use crate::{Plan, say};
use anyhow::{Result, ensure};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// Kept-alive connections at once.
const CONNECTIONS: u32 = 16;

pub async fn measure(plan: &Plan, ours: &Running, floor: &Running, session: &str) -> Result<Vec<Row>> {
    let length = Duration::from_secs_f64(plan.load_seconds);
    let (mut of_ours, mut of_floor) = (Figures::default(), Figures::default());
    for server in [ours, floor] {
        peak(server.address, session, length / 2).await?;
    }
    for _ in 0..plan.rounds {
        of_ours.0.push(peak(ours.address, session, length).await?);
        of_floor.0.push(peak(floor.address, session, length).await?);
    }
    let rates = (0.7 * of_ours.median(), 0.7 * of_floor.median());
    say("P5: at 70% of the peak");
    let (mut late_ours, mut late_floor) = (Figures::default(), Figures::default());
    for _ in 0..plan.rounds {
        late_ours.0.push(p99(ours.address, session, length, rates.0).await?);
        late_floor.0.push(p99(floor.address, session, length, rates.1).await?);
    }
    let task = format!("Team page, requests a second over {CONNECTIONS} connections");
    let late = format!("p99 at 70% of the peak ({:.0}/s, floor {:.0}/s)", rates.0, rates.1);
    Ok(vec![
        Row {
            id: "P5",
            task,
            unit: Unit::PerSecond,
            ours: Some(of_ours),
            floor: Some(of_floor),
            target: Target::ShareOfFloor(0.5),
        },
        Row {
            id: "P5",
            task: late,
            unit: Unit::Ms,
            ours: Some(late_ours),
            floor: Some(late_floor),
            target: Target::AtMost(10.0),
        },
    ])
}

/// Requests a second when each connection asks again as soon as it was answered.
async fn peak(address: SocketAddr, session: &str, length: Duration) -> Result<f64> {
    let request = get(address, "/team", session, false);
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..CONNECTIONS {
        let request = request.clone();
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut answered = 0u32;
            while begun.elapsed() < length {
                connection.fetch(&request).await?;
                answered += 1;
            }
            anyhow::Ok(answered)
        }));
    }
    let mut answered = 0;
    for task in tasks {
        answered += task.await??;
    }
    Ok(f64::from(answered) / begun.elapsed().as_secs_f64())
}

/// Milliseconds that 99 of 100 requests don't exceed when they come at a steady rate, whatever the answers take: measured from
/// the moment a request was due, so that a stall counts for all that came during it.
async fn p99(address: SocketAddr, session: &str, length: Duration, rate: f64) -> Result<f64> {
    ensure!(rate > 0.0, "nothing was answered");
    let request = get(address, "/team", session, false);
    let begun = tokio::time::Instant::now() + Duration::from_millis(50);
    let step = Duration::from_secs_f64(f64::from(CONNECTIONS) / rate);
    let mut tasks = Vec::new();
    for i in 0..CONNECTIONS {
        let request = request.clone();
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut due = begun + step.mul_f64(f64::from(i) / f64::from(CONNECTIONS));
            let mut waits = Vec::new();
            while due.duration_since(begun) < length {
                // A timer may ring a millisecond late; that is the generator's doing, a late answer before is the server's.
                let late = tokio::time::Instant::now() >= due;
                tokio::time::sleep_until(due).await;
                let asked = if late { due } else { tokio::time::Instant::now() };
                connection.fetch(&request).await?;
                waits.push(asked.elapsed().as_secs_f64() * 1000.0);
                due += step;
            }
            anyhow::Ok(waits)
        }));
    }
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(task.await??);
    }
    Ok(middle(&waits, 0.99))
}
