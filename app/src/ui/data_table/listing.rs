//! A list that is read page by page: its newest answer, its rows, and whether another answer is on its way.

use crate::ui::data_table::questions::{Question, Questions, pause};
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
/// An answer with the question it answers.
type Answered<P> = (Question, Answer<P>);
type Ask<P> = Arc<dyn Fn(<P as ListPage>::Query) -> Pin<Box<dyn Future<Output = Answer<P>> + Send>> + Send + Sync>;

/// The list of a page. It is read when its address changes, when something was changed here, and looked at again when
/// somebody else changed something.
pub struct Listing<P: ListPage> {
    pub rows: Rows<P::Row>,
    page: RwSignal<Option<Arc<P>>>,
    failed: RwSignal<Option<AppError>>,
    /// How many answers are waited for.
    asked: RwSignal<u32>,
    questions: StoredValue<Questions>,
    /// It is asked again soon, because an answer failed.
    again: StoredValue<bool>,
    resource: Reading<Answered<P>>,
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
    /// Begins to read: `ask(query)` whenever the query of the address changes. The document waits for the first answer
    /// and takes it along, so that it is not asked for again.
    pub fn new<F>(query: Memo<P::Query>, ask: impl Fn(P::Query) -> F + Send + Sync + 'static) -> Listing<P>
    where
        F: Future<Output = Result<P, AppError>> + Send + 'static,
    {
        let asked = RwSignal::new(0);
        let questions = StoredValue::new(Questions::default());
        let ask: Ask<P> = Arc::new(move |query| {
            let answer = ask(query);
            Box::pin(async move { answer.await.map(Arc::new) })
        });
        let asks = ask.clone();
        let resource = reading(
            move || query.get(),
            move |query| {
                let question = asked_now(questions);
                let (asking, answer) = (Asking::begin(asked), asks(query));
                async move {
                    let answer = answer.await;
                    drop(asking);
                    (question, answer)
                }
            },
        );
        let (rows, ask) = (Rows::default(), StoredValue::new(ask));
        let (page, failed, again) = (RwSignal::new(None), RwSignal::new(None), StoredValue::new(false));
        let list = Listing { rows, page, failed, asked, questions, again, resource, query, ask };
        Effect::new(move |_| {
            if let Some((question, answer)) = list.resource.get() {
                list.put(question, &answer);
                if list.is_over(question) {
                    // What was asked for later and is shown need not be all that this one tells.
                    list.look();
                }
            }
        });
        list
    }

    /// The first answer, and those after it.
    pub(super) async fn first_answer(self) {
        let (question, answer) = self.resource.await;
        self.put(question, &answer);
    }

    fn put(self, question: Question, answer: &Answer<P>) {
        if !self.shows(question) {
            return;
        }
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
        self.resource.await.1.map_or(0, |page| page.total())
    }

    /// Reads it again, after a change made here.
    pub fn refetch(self) {
        self.resource.refetch();
    }

    /// The newest answer and the query of the address, as they are now.
    pub fn now(self) -> Option<(Arc<P>, P::Query)> {
        self.page.try_get_untracked().flatten().zip(self.query.try_get_untracked())
    }

    /// A question about some of its rows is asked, see [`Listing::merge`].
    pub fn question(self) -> Question {
        asked_now(self.questions)
    }

    /// Whether the answer may be shown; it is the newest then.
    fn shows(self, question: Question) -> bool {
        self.questions.try_update_value(|all| all.show(question)).unwrap_or(false)
    }

    fn is_over(self, question: Question) -> bool {
        self.questions.try_with_value(|all| all.is_over(question)).unwrap_or(true)
    }

    /// Shows some rows as they were when the question was asked, and what stands around them; not when a newer answer
    /// is shown by now.
    pub fn merge(self, question: Question, rows: &[P::Row], page: P) {
        if !self.shows(question) {
            return;
        }
        self.rows.merge(rows);
        if self.page.with_untracked(|old| old.as_ref().is_none_or(|old| !old.same_frame(&page))) {
            self.page.set(Some(Arc::new(page)));
        }
    }

    /// Looks what others have changed, without a sign of it; when that fails, again in a while.
    pub fn look(self) {
        self.look_after(0);
    }

    fn look_after(self, failures: u32) {
        let Some((query, ask)) = self.query.try_get_untracked().zip(self.ask.try_get_value()) else { return };
        let question = self.question();
        spawn_local(async move {
            let answer = ask(query.clone()).await;
            // Meanwhile another page of it may be shown, or none.
            if self.query.try_get_untracked() != Some(query) {
                return;
            }
            match &answer {
                Ok(_) if self.is_over(question) => self.look(),
                Ok(_) => self.put(question, &answer),
                Err(error) => self.look_again(error, failures),
            }
        });
    }

    /// A look failed: what others have changed is looked for again, once however many looks failed.
    pub fn look_again(self, error: &AppError, failures: u32) {
        // The list may be gone, and then nobody asks again.
        let waits = |again: &mut bool| std::mem::replace(again, true);
        if !error.may_pass() || self.again.try_update_value(waits).unwrap_or(true) {
            return;
        }
        let again = move || {
            if self.again.try_set_value(false).is_none() {
                self.look_after(failures.saturating_add(1));
            }
        };
        set_timeout(again, pause(failures));
    }
}

fn asked_now(questions: StoredValue<Questions>) -> Question {
    // The page may be gone: then nobody shows the answer.
    questions.try_update_value(Questions::ask).unwrap_or_else(|| Questions::default().ask())
}
