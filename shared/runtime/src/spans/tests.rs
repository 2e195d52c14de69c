//! What a collector receives.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    thread,
};

use beadle_domain::{
    call::trace::{attempt_span, execution_span},
    execution::{
        Execution,
        conclude::{Outcome, conclude},
    },
    specimen::{self, at, claimed},
};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest, trace::v1::Span as Received,
};
use prost::Message;
use serde_json::json;

use super::*;
use crate::Environment;

/// A collector on this machine: the path and body of each request.
fn start() -> (String, mpsc::Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, received) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            sender.send(request(stream.unwrap())).unwrap();
        }
    });
    (address, received)
}

fn request(mut stream: TcpStream) -> (String, Vec<u8>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).unwrap();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    (first.split(' ').nth(1).unwrap().to_owned(), body)
}

fn read(endpoint: &str) -> Result<Option<Collector>, String> {
    let environment = Environment::of([(ENDPOINT, endpoint)]);
    environment.read(collector).map_err(|error| error.to_string())
}

fn attributes(span: &Received) -> Vec<(String, String)> {
    let text = |value: &opentelemetry_proto::tonic::common::v1::KeyValue| {
        let value = format!("{:?}", value.value.as_ref().unwrap().value.as_ref().unwrap());
        value.split('"').nth(1).unwrap().to_owned()
    };
    span.attributes.iter().map(|pair| (pair.key.clone(), text(pair))).collect()
}

#[test]
fn a_collector_receives_the_spans_of_an_attempt_and_its_execution() {
    let mut request = specimen::request(&json!({"url": "http://a.example"}));
    request.trigger.trace = Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".parse().unwrap());
    let policy = request.policy.clone();
    let running = claimed(&Execution::new(request, at(0)), 1);
    let outcome = Outcome::Failed { failure: specimen::timeout(), answer: None };
    let mut last = conclude(&running, outcome, &policy, at(3), 0.5).unwrap();
    let attempt = attempt_span(&running, &last).unwrap();
    last = conclude(&claimed(&last, 20), Outcome::Succeeded { answer: None }, &policy, at(21), 0.5).unwrap();
    let whole = execution_span(&last).unwrap();

    let (address, received) = start();
    let exporter = exporter(read(&address).unwrap().as_ref(), "beadle").unwrap();
    exporter.ended(attempt.clone());
    exporter.ended(whole);
    exporter.flush();

    let (path, body) = received.recv().unwrap();
    assert_eq!(path, "/v1/traces");
    let export = ExportTraceServiceRequest::decode(body.as_slice()).unwrap();
    let [resource] = export.resource_spans.as_slice() else { panic!("{export:?}") };
    assert!(format!("{:?}", resource.resource).contains("beadle"), "{resource:?}");
    let spans: Vec<&Received> = resource.scope_spans.iter().flat_map(|scope| &scope.spans).collect();
    let [first, second] = spans.as_slice() else { panic!("{spans:?}") };
    for span in [first, second] {
        assert_eq!(span.trace_id, 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736_u128.to_be_bytes());
    }
    assert_eq!((first.name.as_str(), second.name.as_str()), ("attempt http", "execution http"));
    assert_eq!((&first.span_id, &first.parent_span_id), (&attempt.id.bytes().to_vec(), &second.span_id));
    assert_eq!(second.parent_span_id, 0x00f0_67aa_0ba9_02b7_u64.to_be_bytes());
    assert_eq!((first.start_time_unix_nano, first.end_time_unix_nano), (1_000_000_000, 3_000_000_000));
    let found = attributes(first);
    assert!(found.contains(&("error.type".to_owned(), "timeout".to_owned())), "{found:?}");
    assert!(found.contains(&("attempt".to_owned(), "1".to_owned())), "{found:?}");
    assert_eq!(first.status.as_ref().unwrap().message, "timeout");
}

#[test]
fn a_collector_that_does_not_answer_stops_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let exporter = exporter(read(&address).unwrap().as_ref(), "beadle").unwrap();
    let running = claimed(&specimen::pending(), 1);
    let done =
        conclude(&running, Outcome::Succeeded { answer: None }, &running.request.policy, at(2), 0.5).unwrap();
    exporter.ended(execution_span(&done).unwrap());
    exporter.flush();
}

#[test]
fn a_wrong_address_is_named_and_none_is_no_collector() {
    assert!(read("").unwrap().is_none());
    for wrong in ["localhost:4318", "ftp://a.example", "no address"] {
        let error = read(wrong).unwrap_err();
        assert!(error.starts_with("OTEL_EXPORTER_OTLP_ENDPOINT: must be an address"), "{error}");
    }
}
