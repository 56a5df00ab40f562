//! Time zones as people write them (M6).

/// An IANA name in its own spelling; empty stays empty (the company's). A city alone is answered with its whole name.
pub(crate) fn parse(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    if let Ok(zone) = jiff::tz::TimeZone::get(text) {
        return Ok(zone.iana_name().unwrap_or(text).to_owned());
    }
    let city = text.replace(' ', "_");
    let near = jiff::tz::db()
        .available()
        .map(|n| n.as_str().to_owned())
        .find(|n| n.rsplit('/').next().is_some_and(|c| c.eq_ignore_ascii_case(&city)));
    let fix = near.map_or_else(
        || "Write it such as America/Los_Angeles, or leave it empty for the company’s.".to_owned(),
        |n| format!("Write {n}."),
    );
    Err(format!("There is no time zone “{text}”. {fix}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m6_a_time_zone_is_known_by_its_name_and_a_city_gets_its_fix() {
        assert_eq!(parse("america/los_angeles"), Ok("America/Los_Angeles".into()));
        assert_eq!(parse(""), Ok(String::new()));
        assert_eq!(parse("Los Angeles"), Err("There is no time zone “Los Angeles”. Write America/Los_Angeles.".into()));
        assert!(parse("Middle Earth").is_err_and(|words| words.contains("leave it empty")));
    }
}
