//! Seats used of seats bought (S1), and progress of something long (K7).

use crate::ui::words::grouped;
use leptos::prelude::*;

/// Ink, amber when few are left, red when none is.
#[component]
pub fn SeatsMeter(
    used: u64,
    total: u64,
    /// Beside it: "Add seats".
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (low, high) = bounds(total);
    let words = format!("{} of {}", grouped(used), grouped(total));
    let rest = format!(" seats used, {} available", grouped(total.saturating_sub(used)));
    view! {
        <div class="seats">
            <meter class="meter" min="0" max=total low=low high=high optimum="0" value=used aria-label="Seats used">
                {words.clone()}
            </meter>
            <span>
                <b>{words}</b>
                {rest}
            </span>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// Amber above the first, red above the second: 46 and 49 of 50. The last free seat is always amber.
fn bounds(total: u64) -> (u64, u64) {
    let high = total.saturating_sub(1);
    ((total * 92 / 100).min(high.saturating_sub(1)), high)
}

/// `value` of `max` done; what it is about is read from `label`.
#[component]
pub fn Progress(#[prop(into)] label: String, #[prop(into)] value: Signal<u64>, max: u64) -> impl IntoView {
    view! { <progress class="progress" aria-label=label max=max value=move || value.get()></progress> }.into_any()
}

#[cfg(test)]
mod tests {
    use crate::ui::meter::bounds;

    /// How a browser draws it, by HTML's rule for `meter` (4.10.14) with the best value at the low end.
    fn colour_of(used: u64, total: u64) -> &'static str {
        let (low, high) = bounds(total);
        match used {
            used if used <= low => "ink",
            used if used <= high => "amber",
            _ => "red",
        }
    }

    #[test]
    fn s1_the_meter_warns_before_the_last_seat_and_turns_red_with_it() {
        assert_eq!(bounds(50), (46, 49));
        for total in 1..500 {
            assert_eq!(colour_of(0, total), "ink", "none of {total} is used");
            assert_eq!(colour_of(total, total), "red", "all {total} are used");
            assert!((0..total).all(|used| colour_of(used, total) != "red"), "a seat of {total} is free");
            assert!(total < 2 || colour_of(total - 1, total) == "amber", "one of {total} is left");
        }
        assert_eq!((colour_of(46, 50), colour_of(47, 50), colour_of(490, 1_000)), ("ink", "amber", "ink"));
    }
}
