//! The body of a refusal: `application/problem+json` (RFC 9457).

use std::fmt;

use serde_json::Value;

use super::Answer;

/// A refusal.
#[derive(Debug, Default)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What it says in one sentence.
    pub detail: String,
    /// The id under which the server's log has the request.
    pub request_id: Option<String>,
    /// What may be asked again after this many seconds.
    pub retry_after: Option<u64>,
    /// The faults of the body or the query.
    pub faults: Vec<Fault>,
}

/// One fault.
#[derive(Debug)]
pub struct Fault {
    /// The path of the member, such as `retry.delay`.
    pub path: String,
    /// The flag that set it.
    pub flag: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub hint: Option<String>,
}

impl Problem {
    /// Reads a response that is not 2xx.
    pub fn read(answer: &Answer) -> Self {
        let status = answer.status;
        let header = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok());
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let text = |name: &str| body[name].as_str().map(str::to_owned);
        let faults: Vec<Fault> = body["detail"].as_array().into_iter().flatten().map(Fault::read).collect();
        let detail = if status.is_redirection() {
            format!(
                "the server redirects to {}: use that address",
                header("location").unwrap_or("another address")
            )
        } else {
            text("detail").or_else(|| text("title")).unwrap_or_else(|| status.to_string())
        };
        Self {
            status: status.as_u16(),
            detail,
            request_id: text("request_id"),
            retry_after: header("retry-after").and_then(|seconds| seconds.parse().ok()),
            faults,
        }
    }

    /// Names the flags that set the members with these paths.
    pub fn name_flags(&mut self, flags: &[(&str, &str)]) {
        for fault in &mut self.faults {
            let of = |path: &str| {
                fault
                    .path
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            };
            if let Some((_, flag)) = flags.iter().find(|(path, _)| of(path)) {
                fault.flag = Some((*flag).to_owned());
            }
        }
    }
}

impl Fault {
    fn read(fault: &Value) -> Self {
        let mut path = String::new();
        for step in fault["loc"].as_array().into_iter().flatten() {
            match step {
                Value::String(name)
                    if path.is_empty() && matches!(name.as_str(), "body" | "query" | "path") => {}
                Value::String(name) if path.is_empty() => path.push_str(name),
                Value::String(name) => path.extend([".", name]),
                step => path.push_str(&format!("[{step}]")),
            }
        }
        Self {
            path,
            flag: None,
            message: fault["msg"].as_str().unwrap_or("is not accepted").to_owned(),
            hint: fault["hint"].as_str().map(str::to_owned),
        }
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.faults.is_empty() {
            f.write_str(&self.detail)?;
        } else {
            f.write_str("the request was refused")?;
        }
        for fault in &self.faults {
            let place = fault.flag.as_deref().unwrap_or(&fault.path);
            let place = if place.is_empty() { "body" } else { place };
            write!(f, "\n  {place}: {}", fault.message)?;
            if let Some(hint) = &fault.hint {
                write!(f, "\n    {hint}")?;
            }
        }
        if let Some(seconds) = self.retry_after {
            write!(f, "\n  try again in {seconds} s")?;
        }
        match (self.status, &self.request_id) {
            (401, _) => f.write_str("\n  sign in with `beadle profile add`, BEADLE_API_KEY or BEADLE_TOKEN"),
            (500.., Some(id)) => write!(f, "\n  the server's log has it under request {id}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::{StatusCode, header::HeaderMap};
    use serde_json::json;

    use super::*;

    fn problem(status: u16, body: &Value) -> Problem {
        Problem::read(&Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: body.to_string().into_bytes(),
        })
    }

    #[test]
    fn faults_are_shown_under_the_flag_that_they_concern() {
        let detail = json!([
            {"loc": ["body", "retries"], "msg": "must lie between 0 and 100", "type": "out_of_range"},
            {"loc": ["body", "retry", "delays", 0], "msg": "is not a duration", "type": "duration", "hint": "write \"30s\""},
            {"loc": ["body"], "msg": "must be an object", "type": "type"},
        ]);
        let mut problem = problem(422, &json!({"detail": detail}));
        problem.name_flags(&[("retries", "--retries")]);
        let shown = "the request was refused\n  --retries: must lie between 0 and 100\n  retry.delays[0]: is not a duration\n    \
                     write \"30s\"\n  body: must be an object";
        assert_eq!(problem.to_string(), shown);
    }

    #[test]
    fn a_member_that_only_begins_like_another_keeps_its_path() {
        let mut problem =
            problem(422, &json!({"detail": [{"loc": ["body", "retries_on"], "msg": "unknown field"}]}));
        problem.name_flags(&[("retries", "--retries")]);
        assert!(problem.to_string().contains("retries_on: unknown field"), "{problem}");
    }

    #[test]
    fn what_is_no_problem_document_is_told_by_its_status() {
        assert_eq!(problem(502, &Value::Null).to_string(), "502 Bad Gateway");
    }
}
