//! A list that is read page by page: its newest answer, its rows, and whether another answer is on its way.

use crate::ui::data_table::rows::{Row, Rows};
use crate::ui::page_data::{Reading, reading};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::error::AppError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::pin::Pin;
use std::sync::Arc;

/// One answer.
pub trait ListPage: Serialize + DeserializeOwned + Send + Sync + 'static {
    type Row: Row;
    /// What is asked for: filter, order and place, as the address has it.
    type Query: Clone + PartialEq + Send + Sync + 'static;

    fn rows(&self) -> &[Self::Row];

    /// How many match, over all pages.
    fn total(&self) -> u64;

    /// The first row's place in the whole list, from 1; 0 when there is none.
    fn first(&self) -> u64;

    /// Whether all but the rows, and the moment it was read at, is the same: then nothing around the table changes.
    fn same_frame(&self, other: &Self) -> bool;
}

type Answer<P> = Result<Arc<P>, AppError>;
type Ask<P> = Arc<dyn Fn(<P as ListPage>::Query) -> Pin<Box<dyn Future<Output = Answer<P>> + Send>> + Send + Sync>;

/// The list of a page. It is read when its address changes, when something was changed here, and looked at again when somebody
/// else changed something.
pub struct Listing<P: ListPage> {
    pub rows: Rows<P::Row>,
    page: RwSignal<Option<Arc<P>>>,
    failed: RwSignal<Option<AppError>>,
    /// How many answers are waited for.
    asked: RwSignal<u32>,
    resource: Reading<Answer<P>>,
    query: Memo<P::Query>,
    ask: StoredValue<Ask<P>>,
}

impl<P: ListPage> Clone for Listing<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: ListPage> Copy for Listing<P> {}

/// A question; gone when it was answered or given up.
struct Asking(RwSignal<u32>);

impl Asking {
    fn begin(asked: RwSignal<u32>) -> Asking {
        asked.update(|n| *n += 1);
        Asking(asked)
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        // The page may be gone before its answer comes.
        let _ = self.0.try_update(|n| *n = n.saturating_sub(1));
    }
}

impl<P: ListPage> Listing<P> {
    /// Begins to read: `ask(query)` whenever the query of the address changes. The document waits for the first answer and takes
    /// it along, so that it is not asked for again.
    pub fn new<F>(query: Memo<P::Query>, ask: impl Fn(P::Query) -> F + Send + Sync + 'static) -> Listing<P>
    where
        F: Future<Output = Result<P, AppError>> + Send + 'static,
    {
        let asked = RwSignal::new(0);
        let ask: Ask<P> = Arc::new(move |query| {
            let answer = ask(query);
            Box::pin(async move { answer.await.map(Arc::new) })
        });
        let asks = ask.clone();
        let resource = reading(
            move || query.get(),
            move |query| {
                let (asking, answer) = (Asking::begin(asked), asks(query));
                async move {
                    let answer = answer.await;
                    drop(asking);
                    answer
                }
            },
        );
        let (rows, ask) = (Rows::default(), StoredValue::new(ask));
        let list =
            Listing { rows, page: RwSignal::new(None), failed: RwSignal::new(None), asked, resource, query, ask };
        Effect::new(move |_| {
            if let Some(answer) = list.resource.get() {
                list.put(&answer);
            }
        });
        list
    }

    /// The first answer, and those after it.
    pub(super) async fn first_answer(self) {
        let answer = self.resource.await;
        self.put(&answer);
    }

    fn put(self, answer: &Answer<P>) {
        match answer {
            Ok(page) => {
                self.rows.put(page.rows());
                if self.page.with_untracked(|old| old.as_ref().is_none_or(|old| !old.same_frame(page))) {
                    self.page.set(Some(page.clone()));
                }
                if self.failed.with_untracked(Option::is_some) {
                    self.failed.set(None);
                }
            }
            Err(error) => self.failed.set(Some(error.clone())),
        }
    }

    /// The newest answer, followed: again when anything but its rows is another. None before the first.
    pub fn page(self) -> Option<Arc<P>> {
        self.page.get()
    }

    /// Something of the newest answer, followed by what it is: nothing is drawn again while that stays.
    pub fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        of: impl Fn(&P) -> T + Send + Sync + 'static,
    ) -> Memo<Option<T>> {
        Memo::new(move |_| self.page.with(|page| page.as_deref().map(&of)))
    }

    /// Why the newest question got no answer, followed.
    pub fn failed(self) -> Option<AppError> {
        self.failed.get()
    }

    /// Whether an answer is waited for, followed.
    pub fn is_busy(self) -> bool {
        self.asked.try_get().is_some_and(|n| n > 0)
    }

    /// How many match, over all pages, once that is known. For what is drawn outside of the list.
    pub async fn total_read(self) -> u64 {
        self.resource.await.map_or(0, |page| page.total())
    }

    /// Reads it again, after a change made here.
    pub fn refetch(self) {
        self.resource.refetch();
    }

    /// The newest answer and the query of the address, as they are now.
    pub fn now(self) -> Option<(Arc<P>, P::Query)> {
        self.page.try_get_untracked().flatten().zip(self.query.try_get_untracked())
    }

    /// Shows some rows as they are now, and what stands around them.
    pub fn merge(self, rows: &[P::Row], page: P) {
        self.rows.merge(rows);
        if self.page.with_untracked(|old| old.as_ref().is_none_or(|old| !old.same_frame(&page))) {
            self.page.set(Some(Arc::new(page)));
        }
    }

    /// Looks what others have changed, without a sign of it.
    pub fn look(self) {
        let Some((query, ask)) = self.query.try_get_untracked().zip(self.ask.try_get_value()) else { return };
        spawn_local(async move {
            let answer = ask(query.clone()).await;
            // Meanwhile another page of it may be shown, or none.
            if self.query.try_get_untracked() == Some(query) && answer.is_ok() {
                self.put(&answer);
            }
        });
    }
}
