//! Bodies of responses by which the cost of large ones is measured, the same each time.

use base64::{Engine, engine::general_purpose::STANDARD};
use beadle_domain::execution::AnswerBody;
use serde_json::json;

const CUSTOMERS: [&str; 5] =
    ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Edsger Dijkstra", "Barbara Liskov"];

/// A list of orders of at least `size` bytes, as a shop would answer it: JSON, which repeats itself.
pub fn orders(size: usize) -> AnswerBody {
    let mut random = fastrand::Rng::with_seed(1);
    let (mut orders, mut taken) = (Vec::new(), r#"{"orders":[]}"#.len());
    while taken < size {
        let order = json!({
            "id": format!("ord_{:016x}", random.u64(..)),
            "customer": random.choice(CUSTOMERS),
            "cents": random.u32(..100_000),
            "currency": "EUR",
            "created_at": format!("2027-01-{:02}T{:02}:{:02}:00Z", random.u8(1..29), random.u8(..24), random.u8(..60)),
            "paid": random.bool(),
            "lines": [{"sku": format!("SKU-{}", random.u16(..1_000)), "quantity": random.u8(1..10)}],
        });
        taken += order.to_string().len() + 1;
        orders.push(order);
    }
    AnswerBody::Json(json!({"orders": orders}))
}

/// `size` bytes that nothing makes shorter; others for each `seed`.
pub fn noise(size: usize, seed: u64) -> AnswerBody {
    let mut bytes = vec![0; size];
    fastrand::Rng::with_seed(seed).fill(&mut bytes);
    AnswerBody::Base64(STANDARD.encode(bytes))
}
