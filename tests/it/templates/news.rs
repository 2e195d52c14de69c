//! News.

use serde_json::json;

use super::row::{Answered, Expected, Outcome, Request, Row};

pub fn rows() -> Vec<Row> {
    vec![hacker_news(), feed()]
}

/// The page says that it accepts every search parameter of Algolia: `attributesToRetrieve` and
/// `attributesToHighlight` are from <https://www.algolia.com/doc/api-reference/search-api-parameters/>, as
/// are the errors.
fn hacker_news() -> Row {
    let stories = json!([
        {"title": "Y Combinator", "url": "http://ycombinator.com", "created_at": "2006-10-09T18:21:51Z",
         "objectID": "1"},
        // A story without a URL is a question.
        {"title": "Ask HN: The Arc Effect", "created_at": "2008-02-22T02:33:40Z", "objectID": "121003"},
    ]);
    let answer = |stories: &serde_json::Value, found: u32| {
        json!({
            "hits": stories, "page": 0, "nbHits": found, "nbPages": 1, "hitsPerPage": 2, "processingTimeMS": 1,
            "query": "y combinator", "params": "query=y+combinator",
        })
    };
    let one = json!([stories[0]]);
    let refused = json!({"message": "Invalid value for \"hitsPerPage\"", "status": 400});
    Row {
        template: "tpl_news_hacker_news",
        fields: json!({"topic": "y combinator & more", "count": 2}),
        asked: Expected::Http(Request {
            method: "GET",
            url: "https://hn.algolia.com/api/v1/search_by_date",
            query: &[
                ("query", "y combinator & more"),
                ("tags", "story"),
                ("hitsPerPage", "2"),
                ("attributesToRetrieve", "title,url,created_at"),
                ("attributesToHighlight", "[]"),
            ],
            headers: &[],
            body: json!(null),
        }),
        answers: vec![
            Answered::json(
                "stories",
                200,
                answer(&stories, 11),
                Outcome::Result(json!({"found": 11, "stories": stories})),
            ),
            Answered::json(
                "one story, still a list",
                200,
                answer(&one, 1),
                Outcome::Result(json!({"found": 1, "stories": one})),
            ),
            Answered::json(
                "no story",
                200,
                answer(&json!([]), 0),
                Outcome::Result(json!({"found": 0, "stories": []})),
            ),
            Answered::json("a parameter is wrong", 400, refused, Outcome::Failed("http_status")),
        ],
    }
}

/// The example has the shape of those that the specification links to.
fn feed() -> Row {
    let feed = |items: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" \
             xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel><title>Liftoff News</title>\
             <link>http://liftoff.msfc.nasa.gov/</link><description>Liftoff to Space Exploration.</description>\
             <image><title>Liftoff</title><url>http://liftoff.msfc.nasa.gov/i.gif</url></image>{items}</channel></rss>"
        )
    };
    let first = "<item><title>Star City</title><link>http://liftoff.msfc.nasa.gov/1</link>\
                 <media:title>A picture</media:title>\
                 <guid isPermaLink=\"true\">http://liftoff.msfc.nasa.gov/1</guid></item>";
    let second = "<item><title><![CDATA[Engines & more]]></title>\
                  <link>http://liftoff.msfc.nasa.gov/2</link></item>";
    let rss = "application/rss+xml; charset=utf-8";
    Row {
        template: "tpl_news_rss",
        fields: json!({"feed": "https://news.example.com/feed.xml?lang=en"}),
        asked: Expected::Http(Request {
            method: "GET",
            url: "https://news.example.com/feed.xml",
            query: &[("lang", "en")],
            headers: &[("accept", "application/rss+xml, application/xml, text/xml")],
            body: json!(null),
        }),
        answers: vec![
            Answered::of(
                "several items",
                200,
                rss,
                feed(&[first, second].concat()),
                Outcome::Result(json!({
                    "feed": "Liftoff News", "titles": ["Star City", "Engines & more"],
                    "links": ["http://liftoff.msfc.nasa.gov/1", "http://liftoff.msfc.nasa.gov/2"],
                })),
            ),
            Answered::of(
                "one item",
                200,
                rss,
                feed(first),
                Outcome::Result(json!({
                    "feed": "Liftoff News", "titles": "Star City", "links": "http://liftoff.msfc.nasa.gov/1",
                })),
            ),
            Answered::of(
                "no item yet",
                200,
                "text/xml",
                feed(""),
                Outcome::Result(json!({"feed": "Liftoff News", "titles": null, "links": null})),
            ),
            Answered::of(
                "a feed of another kind",
                200,
                "application/atom+xml",
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Another</title></feed>",
                Outcome::Failed("unexpected"),
            ),
            Answered::of(
                "no XML",
                200,
                "text/html",
                "<!doctype html><p>Moved",
                Outcome::Failed("invalid_response"),
            ),
            Answered::of("it is gone", 404, "text/html", "gone", Outcome::Failed("http_status")),
        ],
    }
}
