//! P5: requests a second as browsers ask, and the wait at 70% of it, beside a bare Leptos page (L). The generator and
//! the server share the machine's cores, on both sides alike. It is bounded in connections and time, and asks loopback
//! only.

use crate::child::Running;
use crate::http::{Connection, get};
use crate::rounds::{Figures, middle};
use crate::table::{Row, Target, Unit};
use crate::{Plan, say};
use anyhow::{Result, ensure};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// Keep-alive connections at once.
const CONNECTIONS: u32 = 16;

/// Our page, and floor L: the same rows rendered by Leptos alone.
const OURS: &str = "/team";
const FLOOR: &str = "/leptos";

pub async fn measure(plan: &Plan, ours: &Running, floor: &Running, session: &str) -> Result<Vec<Row>> {
    let length = Duration::from_secs_f64(plan.load_seconds);
    let (mut of_ours, mut of_floor) = (Figures::default(), Figures::default());
    let (to_ours, to_floor) = (get(ours.address, OURS, session, true), get(floor.address, FLOOR, session, true));
    for (server, request) in [(ours, &to_ours), (floor, &to_floor)] {
        peak(server.address, request, length / 2).await?;
    }
    for _ in 0..plan.rounds {
        of_ours.0.push(peak(ours.address, &to_ours, length).await?);
        of_floor.0.push(peak(floor.address, &to_floor, length).await?);
    }
    let rates = (0.7 * of_ours.median(), 0.7 * of_floor.median());
    say("P5: at 70% of the peak");
    let (mut late_ours, mut late_floor) = (Figures::default(), Figures::default());
    for _ in 0..plan.rounds {
        late_ours.0.push(p99(ours.address, &to_ours, length, rates.0).await?);
        late_floor.0.push(p99(floor.address, &to_floor, length, rates.1).await?);
    }
    let task = format!("Team page, requests a second over {CONNECTIONS} connections, floor L");
    let late = format!("p99 at 70% of the peak ({:.0}/s, floor L {:.0}/s)", rates.0, rates.1);
    Ok(vec![
        Row {
            id: "P5",
            task,
            unit: Unit::PerSecond,
            ours: Some(of_ours),
            floor: Some(of_floor),
            target: Target::ShareOfFloor(0.6),
        },
        Row {
            id: "P5",
            task: late,
            unit: Unit::Ms,
            ours: Some(late_ours),
            floor: Some(late_floor),
            target: Target::Times(2.0),
        },
    ])
}

/// Requests a second when each connection asks again as soon as it was answered.
async fn peak(address: SocketAddr, request: &[u8], length: Duration) -> Result<f64> {
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..CONNECTIONS {
        let request = request.to_vec();
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

/// Milliseconds that 99 of 100 requests don't exceed when they come at a steady rate, whatever the answers take:
/// measured from the moment a request was due, so that a stall counts for all that came during it.
async fn p99(address: SocketAddr, request: &[u8], length: Duration, rate: f64) -> Result<f64> {
    ensure!(rate > 0.0, "nothing was answered");
    let begun = tokio::time::Instant::now() + Duration::from_millis(50);
    let step = Duration::from_secs_f64(f64::from(CONNECTIONS) / rate);
    let mut tasks = Vec::new();
    for i in 0..CONNECTIONS {
        let request = request.to_vec();
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut due = begun + step.mul_f64(f64::from(i) / f64::from(CONNECTIONS));
            let mut waits = Vec::new();
            while due.duration_since(begun) < length {
                // A timer may ring a millisecond late; that is the generator's doing, a late answer before is the
                // server's.
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
