use anyhow::ensure;
use beadle_application::port::CheckError;

use super::{Fixture, upload};
use crate::conformance::Verdict;

pub async fn an_upload_has_its_exports(fixture: Fixture) -> Verdict {
    let source = "export async function processData(params) { return params }\nexport default () => 1;\nconst hidden = 2;";
    let mut exports = fixture.sandbox.check(&upload(source)).await?;
    exports.sort();
    ensure!(exports == ["default", "processData"], "{exports:?}");
    Ok(())
}

pub async fn a_defect_has_its_module_and_line(fixture: Fixture) -> Verdict {
    let mut broken = upload("import { a } from './lib/a.js';\nexport default () => a;");
    broken.modules.insert("lib/a.js".to_owned(), "export const a = 1;\nimport './missing.js';".to_owned());
    let checked = fixture.sandbox.check(&broken).await;
    let Err(CheckError::Defects(defects)) = checked else { anyhow::bail!("{checked:?}") };
    let at: Vec<_> = defects.iter().map(|defect| (defect.module.as_str(), defect.line)).collect();
    ensure!(at == [("lib/a.js", 2)], "{defects:?}");
    let unparsable = fixture.sandbox.check(&upload("export default () => {\n  return )\n}")).await;
    let Err(CheckError::Defects(defects)) = unparsable else { anyhow::bail!("{unparsable:?}") };
    ensure!(defects[0].line == 2, "{defects:?}");
    Ok(())
}
