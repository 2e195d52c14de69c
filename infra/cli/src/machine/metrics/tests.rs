use anyhow::{Result, ensure};
use beadle_domain::{execution::Status, spec::TaskType};
use beadle_embedded::Options;
use beadle_runtime::{Labels, Metric, Metrics as _};
use beadle_values::id::ConfigId;

use super::*;

fn labels(status: Status, config: Option<u128>) -> Labels {
    let destination = config.map(|number| format!("cfg_{number:032x}").parse::<ConfigId>());
    Labels { task_type: TaskType::Http, status, destination: destination.and_then(Result::ok) }
}

async fn text(recorder: Recorder) -> Result<String> {
    let store = Embedded::open(Options::in_memory())?;
    Ok(Metrics::new(Arc::new(recorder), store).text().await?)
}

/// The lines about the metric `name`, without their comments.
fn samples<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    text.lines().filter(|line| line.starts_with(name)).collect()
}

#[tokio::test]
async fn executions_are_counted_by_type_status_and_config() -> Result<()> {
    let recorder = Recorder::new("1.2.3");
    recorder.record(Metric::Executions, 1.0, &labels(Status::Completed, Some(1)));
    recorder.record(Metric::Executions, 1.0, &labels(Status::Completed, Some(1)));
    recorder.record(Metric::Executions, 1.0, &labels(Status::Failed, None));
    recorder.record(Metric::Failures, 1.0, &labels(Status::Failed, None));
    let text = text(recorder).await?;
    let mut executions = samples(&text, "beadle_executions_total");
    executions.sort_unstable();
    ensure!(
        executions
            == [
                "beadle_executions_total{task_type=\"http\",status=\"completed\",\
                 destination=\"cfg_00000000000000000000000000000001\"} 2",
                "beadle_executions_total{task_type=\"http\",status=\"failed\",destination=\"none\"} 1",
            ],
        "{text}"
    );
    ensure!(samples(&text, "beadle_build_info") == ["beadle_build_info{version=\"1.2.3\"} 1"], "{text}");
    Ok(())
}

#[tokio::test]
async fn durations_are_in_seconds() -> Result<()> {
    let recorder = Recorder::new("1.2.3");
    recorder.record(Metric::Duration, 30.0, &labels(Status::Completed, None));
    recorder.record(Metric::QueueAge, 4_000.0, &labels(Status::Running, None));
    let text = text(recorder).await?;
    for line in [
        "beadle_attempt_duration_seconds_sum{task_type=\"http\"} 0.03",
        "beadle_attempt_duration_seconds_bucket{le=\"0.05\",task_type=\"http\"} 1",
        "beadle_attempt_duration_seconds_bucket{le=\"0.025\",task_type=\"http\"} 0",
        "beadle_queue_age_seconds_count{task_type=\"http\"} 1",
        "beadle_queue_age_seconds_bucket{le=\"2.5\",task_type=\"http\"} 0",
        "beadle_queue_age_seconds_bucket{le=\"5.0\",task_type=\"http\"} 1",
    ] {
        ensure!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    Ok(())
}

#[tokio::test]
async fn the_number_of_series_is_bounded() -> Result<()> {
    let recorder = Recorder::new("1.2.3");
    for config in 0..2_000 {
        recorder.record(Metric::Executions, 1.0, &labels(Status::Completed, Some(config)));
    }
    let text = text(recorder).await?;
    let executions = samples(&text, "beadle_executions_total");
    ensure!(executions.len() == 501, "{}", executions.len());
    ensure!(executions.iter().any(|line| line.ends_with("destination=\"other\"} 1500")), "{text}");
    Ok(())
}

#[tokio::test]
async fn the_text_ends_and_describes_each_metric_once() -> Result<()> {
    let text = text(Recorder::new("1.2.3")).await?;
    ensure!(text.ends_with("# EOF\n") && text.matches("# EOF").count() == 1, "{text}");
    let mut described: Vec<&str> = samples(&text, "# TYPE");
    let count = described.len();
    described.sort_unstable();
    described.dedup();
    ensure!(described.len() == count && count == 11, "{described:#?}");
    ensure!(text.contains("# UNIT beadle_store_size_bytes bytes"), "{text}");
    Ok(())
}
