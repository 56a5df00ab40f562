//! One task for each page: what Leptos spawns while a page is drawn runs within that page's own task.
//!
//! The signals of a page are not made for two threads at once: while one writes, another that reads finds nothing and panics, and
//! with tasks on several threads about one team page in fifty never ended. Here the parts of a page take turns, pages still run
//! side by side, and a part that panics fails its page, which answers with a reference.

use any_spawner::{CustomExecutor, Executor};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::pin::{Pin, pin};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

type Part = Pin<Box<dyn Future<Output = ()> + Send>>;

tokio::task_local! {
    /// Where the page that is being drawn takes its parts from.
    static PAGE: UnboundedSender<Part>;
}

/// Has Leptos spawn into the page that is being drawn. Once for the process, before routes are made; later calls do nothing.
pub fn spawn_into_pages() {
    // An error says that it was set before.
    let _set = Executor::init_custom_executor(PageExecutor);
}

/// Draws a page together with what it spawns. What is still going on when `page` is ready, such as a value that is only streamed
/// to the browser, goes on beside it.
pub async fn render<T>(page: impl Future<Output = T>) -> T {
    let (spawn, mut spawned) = unbounded_channel();
    let mut parts = FuturesUnordered::new();
    let answer = PAGE.scope(spawn, poll_parts(page, &mut parts, &mut spawned)).await;
    while let Ok(part) = spawned.try_recv() {
        parts.push(part);
    }
    if !parts.is_empty() {
        tokio::spawn(parts.for_each(|()| std::future::ready(())));
    }
    answer
}

async fn poll_parts<T>(
    page: impl Future<Output = T>,
    parts: &mut FuturesUnordered<Part>,
    spawned: &mut UnboundedReceiver<Part>,
) -> T {
    let mut page = pin!(page);
    loop {
        tokio::select! {
            biased;
            answer = &mut page => return answer,
            Some(part) = spawned.recv() => parts.push(part),
            Some(()) = parts.next() => {}
        }
    }
}

struct PageExecutor;

impl CustomExecutor for PageExecutor {
    fn spawn(&self, part: Part) {
        let refused = match PAGE.try_with(Clone::clone) {
            Ok(page) => page.send(part).err().map(|refused| refused.0),
            Err(_) => Some(part),
        };
        if let Some(part) = refused {
            tokio::spawn(part);
        }
    }

    fn spawn_local(&self, part: Pin<Box<dyn Future<Output = ()>>>) {
        tokio::task::spawn_local(part);
    }

    fn poll_local(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    /// Three parts that each stay at work for a while; how many were at work at once.
    async fn most_at_once() -> u32 {
        let (working, most) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let (done, mut all) = unbounded_channel();
        for _ in 0..3 {
            let (working, most, done) = (working.clone(), most.clone(), done.clone());
            leptos::task::spawn(async move {
                tokio::task::yield_now().await;
                most.fetch_max(working.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(20));
                working.fetch_sub(1, Ordering::SeqCst);
                done.send(()).unwrap_or_default();
            });
        }
        drop(done);
        while all.recv().await.is_some() {}
        most.load(Ordering::SeqCst)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 3)]
    async fn p1_the_parts_of_a_page_take_turns() {
        spawn_into_pages();
        assert_eq!(render(most_at_once()).await, 1);
        assert!(most_at_once().await > 1, "outside of a page they run side by side");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_part_that_panics_fails_its_page() {
        spawn_into_pages();
        let page = tokio::spawn(render(async {
            leptos::task::spawn(async { panic!("a view that can't be drawn") });
            std::future::pending::<()>().await;
        }));
        assert!(page.await.is_err_and(|failed| failed.is_panic()), "it doesn't wait for ever");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_a_page_does_not_wait_for_goes_on() {
        spawn_into_pages();
        let (said, mut heard) = unbounded_channel();
        render(async move {
            leptos::task::spawn(async move {
                tokio::task::yield_now().await;
                said.send("later").unwrap_or_default();
            });
        })
        .await;
        assert_eq!(heard.recv().await, Some("later"));
    }
}
