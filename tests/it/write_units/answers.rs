//! The write units of executions whose response is large: JSON, which is mostly repetition, and bytes that can't be
//! compressed.

use base64::{Engine, engine::general_purpose::STANDARD};
use rstest::rstest;

use super::*;

/// The units beside those of the response: start, index and claim.
const BEFORE: f64 = 3.0;

/// Numbers that repeat nothing, the same each time.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// A list of orders of at least `size` bytes, as a shop answers it.
fn orders(size: usize) -> AnswerBody {
    const NAMES: [&str; 5] =
        ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Edsger Dijkstra", "Barbara Liskov"];
    let mut noise = Noise(88_172_645_463_325_252);
    let (mut orders, mut taken) = (Vec::new(), r#"{"orders":[]}"#.len());
    while taken < size {
        let order = json!({
            "id": format!("ord_{:016x}", noise.next()),
            "customer": NAMES[usize::try_from(noise.below(5)).unwrap_or_default()],
            "cents": noise.below(100_000),
            "currency": "EUR",
            "created_at": format!("2027-01-{:02}T{:02}:{:02}:00Z", 1 + noise.below(28), noise.below(24), noise.below(60)),
            "paid": noise.below(2) == 0,
            "lines": [{"sku": format!("SKU-{}", noise.below(1_000)), "quantity": 1 + noise.below(9)}],
        });
        taken += order.to_string().len() + 1;
        orders.push(order);
    }
    AnswerBody::Json(json!({"orders": orders}))
}

/// `size` bytes that nothing makes shorter.
fn bytes(size: usize) -> AnswerBody {
    let mut noise = Noise(0x9E37_79B9_7F4A_7C15);
    let bytes: Vec<u8> = (0..size.div_ceil(8)).flat_map(|_| noise.next().to_le_bytes()).collect();
    AnswerBody::Base64(STANDARD.encode(&bytes[..size]))
}

#[rstest]
#[case::json_1(orders(1024), 2.0)]
#[case::json_5(orders(5 * 1024), 2.0)]
#[case::json_20(orders(20 * 1024), 4.0)]
#[case::json_64(orders(64 * 1024), 11.0)]
#[case::bytes_1(bytes(1024), 2.0)]
#[case::bytes_5(bytes(5 * 1024), 6.0)]
#[case::bytes_20(bytes(20 * 1024), 21.0)]
#[case::bytes_64(bytes(64 * 1024), 66.0)]
#[tokio::test]
async fn a_large_response_is_compressed_and_on_the_receipt(
    #[case] body: AnswerBody,
    #[case] most: f64,
) -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let running = metered.run(&execution(None, super::body())).await?;
    let answer = answer().map(|answer| Answer { body, ..answer });
    let settled = metered.settle(&running, Outcome::Succeeded { answer }).await?;
    let writes = metered.meter.take();
    let size = serde_json::to_string(&settled.progress.answer)?.len();
    print(&format!("a response of {size} bytes, start to done"), &writes);
    is_on_the_receipt(&settled, &writes);
    assert!(units(&writes) <= BEFORE + most, "{} > {}", units(&writes), BEFORE + most);
    assert_eq!(metered.executions.get(settled.id()).await?, Some(settled));
    Ok(())
}
