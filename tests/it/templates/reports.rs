//! Weather, rates, holidays, releases and GraphQL responses.

use serde_json::json;

use super::row::{Answered, Expected, Outcome, Request, Row};

pub fn rows() -> Vec<Row> {
    vec![
        weather_current(),
        weather_daily(),
        exchange_rates(),
        public_holidays(),
        github_issues(),
        github_release(),
        graphql(),
    ]
}

/// The error is from the section "Errors" of the page.
fn weather_current() -> Row {
    let answer = json!({
        "latitude": 52.52, "longitude": 13.419998, "generationtime_ms": 0.06, "utc_offset_seconds": 3600,
        "timezone": "Europe/Berlin", "timezone_abbreviation": "GMT+1", "elevation": 38.0,
        "current_units": {"time": "iso8601", "interval": "seconds", "temperature_2m": "°C",
                          "wind_speed_10m": "km/h", "weather_code": "wmo code"},
        "current": {"time": "2026-11-21T19:45", "interval": 900, "temperature_2m": -2.4,
                    "wind_speed_10m": 11.9, "weather_code": 3},
    });
    Row {
        template: "tpl_weather_current",
        fields: json!({"latitude": 52.52, "longitude": -13}),
        asked: Expected::Http(Request {
            method: "GET",
            url: "https://api.open-meteo.com/v1/forecast",
            query: &[
                ("latitude", "52.52"),
                ("longitude", "-13"),
                ("current", "temperature_2m,wind_speed_10m,weather_code"),
                ("timezone", "auto"),
            ],
            headers: &[],
            body: json!(null),
        }),
        answers: vec![
            Answered::json(
                "the weather",
                200,
                answer,
                Outcome::Result(json!({
                    "time": "2026-11-21T19:45", "temperature": -2.4, "wind_speed": 11.9, "weather_code": 3,
                })),
            ),
            unknown_variable(),
        ],
    }
}

fn unknown_variable() -> Answered {
    let reason = "Cannot initialize WeatherVariable from invalid String value tempeture_2m for key hourly";
    let error = json!({"error": true, "reason": reason});
    Answered::json("a parameter is wrong", 400, error, Outcome::Failed("http_status"))
}

fn weather_daily() -> Row {
    let answer = json!({
        "latitude": 52.52, "longitude": 13.419998, "timezone": "Europe/Berlin",
        "daily_units": {"time": "iso8601", "temperature_2m_max": "°C", "temperature_2m_min": "°C",
                        "precipitation_sum": "mm"},
        "daily": {"time": ["2026-11-21"], "temperature_2m_max": [4.1], "temperature_2m_min": [-3.0],
                  "precipitation_sum": [0.2]},
    });
    Row {
        template: "tpl_weather_daily",
        fields: json!({"latitude": 52.52, "longitude": 13.41, "days": 1, "timezone": "Europe/Berlin"}),
        asked: Expected::Http(Request {
            method: "GET",
            url: "https://api.open-meteo.com/v1/forecast",
            query: &[
                ("latitude", "52.52"),
                ("longitude", "13.41"),
                ("daily", "temperature_2m_max,temperature_2m_min,precipitation_sum"),
                ("forecast_days", "1"),
                ("timezone", "Europe/Berlin"),
            ],
            headers: &[],
            body: json!(null),
        }),
        answers: vec![
            Answered::json(
                "a list a day, even for one",
                200,
                answer,
                Outcome::Result(
                    json!({"days": ["2026-11-21"], "highest": [4.1], "lowest": [-3.0], "rain": [0.2]}),
                ),
            ),
            unknown_variable(),
        ],
    }
}

/// From <https://github.com/lineofflight/frankfurter/blob/main/lib/public/v1/openapi.json>.
fn exchange_rates() -> Row {
    let answer = json!({
        "amount": 1.0, "base": "USD", "date": "2026-11-20", "rates": {"EUR": 0.95, "GBP": 0.79},
    });
    Row {
        template: "tpl_exchange_rates",
        fields: json!({"symbols": "EUR,GBP", "base": "USD"}),
        asked: Expected::Http(Request {
            method: "GET",
            url: "https://api.frankfurter.dev/v1/latest",
            query: &[("base", "USD"), ("symbols", "EUR,GBP")],
            headers: &[],
            body: json!(null),
        }),
        answers: vec![
            Answered::json(
                "the rates",
                200,
                answer,
                Outcome::Result(
                    json!({"base": "USD", "date": "2026-11-20", "rates": {"EUR": 0.95, "GBP": 0.79}}),
                ),
            ),
            Answered::json(
                "no such currency",
                404,
                json!({"message": "not found"}),
                Outcome::Failed("http_status"),
            ),
        ],
    }
}

/// The members of an issue that matter here, of <https://docs.github.com/en/rest/issues/issues#list-repository-issues>.
fn github_issues() -> Row {
    let issue = |number: u32, title: &str| {
        json!({
            "id": number, "number": number, "title": title, "state": "open", "comments": 0, "locked": false,
            "html_url": format!("https://github.com/octocat/Hello-World/issues/{number}"),
        })
    };
    Row {
        template: "tpl_github_issues",
        fields: json!({"owner": "octocat", "repository": "Hello-World"}),
        asked: Expected::Http(Request {
            method: "GET",
            url: "https://api.github.com/repos/octocat/Hello-World/issues",
            query: &[("state", "open"), ("per_page", "20")],
            headers: &[("accept", "application/vnd.github+json"), ("user-agent", "beadle")],
            body: json!(null),
        }),
        answers: vec![
            Answered::json(
                "two issues",
                200,
                json!([issue(1347, "Found a bug"), issue(1300, "Another one")]),
                Outcome::Result(json!({
                    "count": 2, "numbers": [1347, 1300], "titles": ["Found a bug", "Another one"],
                    "newest": {
                        "number": 1347, "title": "Found a bug",
                        "html_url": "https://github.com/octocat/Hello-World/issues/1347",
                    },
                })),
            ),
            Answered::json(
                "none",
                200,
                json!([]),
                Outcome::Result(json!({"count": 0, "numbers": [], "titles": [], "newest": {}})),
            ),
            Answered::json("something else", 200, json!({"message": "moved"}), Outcome::Failed("transform")),
            Answered::json(
                "no such repository",
                404,
                json!({"message": "Not Found", "status": "404"}),
                Outcome::Failed("http_status"),
            ),
        ],
    }
}

fn public_holidays() -> Row {
    let answer = json!([{
        "date": "2026-12-25", "localName": "Christtag", "name": "Christmas Day", "countryCode": "AT",
        "fixed": false, "global": true, "counties": null, "launchYear": null, "types": ["Public"],
    }]);
    Row {
        template: "tpl_public_holidays",
        fields: json!({"country": "AT"}),
        asked: Expected::Http(Request {
            method: "GET",
            url: "https://date.nager.at/api/v3/NextPublicHolidays/AT",
            query: &[],
            headers: &[],
            body: json!(null),
        }),
        answers: vec![
            Answered::json("a list, even of one", 200, &answer, Outcome::Result(answer.clone())),
            Answered::of("no such country", 404, "text/plain", "", Outcome::Failed("http_status")),
        ],
    }
}

fn github_release() -> Row {
    let answer = json!({
        "url": "https://api.github.com/repos/octocat/Hello-World/releases/1", "id": 1, "tag_name": "v1.0.0",
        "html_url": "https://github.com/octocat/Hello-World/releases/v1.0.0", "target_commitish": "master",
        "name": "v1.0.0", "body": "Description of the release", "draft": false, "prerelease": false,
        "created_at": "2013-02-27T19:35:32Z", "published_at": "2013-02-27T19:35:32Z", "assets": [],
    });
    let missing = json!({
        "message": "Not Found", "status": "404",
        "documentation_url": "https://docs.github.com/rest/releases/releases#get-the-latest-release",
    });
    Row {
        template: "tpl_github_release",
        fields: json!({"owner": "octocat", "repository": "Hello-World"}),
        asked: Expected::Http(Request {
            method: "GET",
            url: "https://api.github.com/repos/octocat/Hello-World/releases/latest",
            query: &[],
            headers: &[
                ("accept", "application/vnd.github+json"),
                ("x-github-api-version", "2022-11-28"),
                ("user-agent", "beadle"),
            ],
            body: json!(null),
        }),
        answers: vec![
            Answered::json(
                "the release",
                200,
                answer,
                Outcome::Result(json!({
                    "tag": "v1.0.0", "name": "v1.0.0", "published_at": "2013-02-27T19:35:32Z",
                    "link": "https://github.com/octocat/Hello-World/releases/v1.0.0",
                })),
            ),
            Answered::json("no repository, or none released", 404, missing, Outcome::Failed("http_status")),
        ],
    }
}

/// Statuses and content types are from
/// <https://github.com/graphql/graphql-over-http/blob/main/spec/GraphQLOverHTTP.md>, section 6.
fn graphql() -> Row {
    let typed = "application/graphql-response+json";
    let error = json!({"message": "Name for character with ID 1002 could not be fetched.",
        "locations": [{"line": 6, "column": 7}], "path": ["hero", "name"]});
    let invalid = json!({"errors": [{"message": "Cannot query field \"nme\" on type \"Hero\"."}]});
    Row {
        template: "tpl_graphql_report",
        fields: json!({
            "endpoint": "https://api.example.com/graphql",
            "query": "query Hero($id: ID!) { hero(id: $id) { name } }",
            "variables": {"id": "1000"},
            "operation_name": "Hero",
        }),
        asked: Expected::Http(Request {
            method: "POST",
            url: "https://api.example.com/graphql",
            query: &[],
            headers: &[
                ("content-type", "application/json"),
                ("accept", "application/graphql-response+json, application/json;q=0.9"),
            ],
            body: json!({
                "query": "query Hero($id: ID!) { hero(id: $id) { name } }", "variables": {"id": "1000"},
                "operationName": "Hero",
            }),
        }),
        answers: vec![
            Answered::of(
                "data",
                200,
                typed,
                json!({"data": {"hero": {"name": "R2-D2"}}}),
                Outcome::Result(json!({"hero": {"name": "R2-D2"}})),
            ),
            Answered::of(
                "data, and an error beside it",
                200,
                typed,
                json!({"data": {"hero": {"name": null}}, "errors": [error]}),
                Outcome::Result(json!({"hero": {"name": null}})),
            ),
            Answered::json(
                "errors with status 200, as older servers answer",
                200,
                json!({"data": null, "errors": [error]}),
                Outcome::Failed("graphql"),
            ),
            Answered::of("an invalid operation", 400, typed, invalid, Outcome::Failed("graphql")),
        ],
    }
}
