//! Modules of the upload, and nothing else.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use beadle_sandbox::{
    fault::{Failure, Fault},
    function::{Defect, Upload},
};
use rquickjs::{
    Ctx, Error, FromJs, Module, Result,
    loader::{ImportAttributes, Loader, Resolver},
    module::Declared,
};

use super::{engine::Engine, failure::Told};

/// An import that is not in the upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// The module that imports.
    pub(super) base: String,
    /// What it asks for.
    pub(super) name: String,
    /// The names that there are.
    pub(super) known: Vec<String>,
}

impl Problem {
    /// What is wrong, and where in `upload`.
    pub(super) fn defect(&self, upload: &Upload) -> Defect {
        let source = upload.modules.get(&self.base).map(String::as_str).unwrap_or_default();
        let quoted = [format!("'{}'", self.name), format!("\"{}\"", self.name), format!("`{}`", self.name)];
        let found = source.lines().enumerate().find_map(|(index, text)| {
            let at = quoted.iter().find_map(|quoted| text.find(quoted))?;
            Some((index + 1, text.get(..at)?.chars().count() + 1))
        });
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (line, column) = found.map_or((1, None), |(line, column)| (number(line), Some(number(column))));
        let (name, known) = (&self.name, self.known.join(", "));
        let hint = if name.starts_with('.') {
            format!("the upload has: {known}")
        } else {
            "packages are not installed here: bundle them into the upload, for example with esbuild"
                .to_owned()
        };
        let message = format!("`{name}` is not in the upload; {hint}");
        Defect { module: self.base.clone(), line, column, message }
    }
}

/// Resolves and loads modules of an upload.
#[derive(Debug, Clone)]
pub(super) struct Loads {
    modules: Rc<BTreeMap<String, String>>,
    problem: Rc<RefCell<Option<Problem>>>,
}

impl Loads {
    pub(super) fn new(upload: &Upload, problem: Rc<RefCell<Option<Problem>>>) -> Self {
        Self { modules: Rc::new(upload.modules.clone()), problem }
    }
}

impl Resolver for Loads {
    fn resolve<'js>(
        &mut self,
        _: &Ctx<'js>,
        base: &str,
        name: &str,
        _: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        let wanted = if name.starts_with("./") || name.starts_with("../") {
            joined(base, name)
        } else {
            Some(name.to_owned())
        };
        if let Some(found) = wanted.filter(|wanted| self.modules.contains_key(wanted)) {
            return Ok(found);
        }
        let known = self.modules.keys().cloned().collect();
        self.problem.replace(Some(Problem { base: base.to_owned(), name: name.to_owned(), known }));
        Err(Error::new_resolving(base, name))
    }
}

impl Loader for Loads {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        let source = self.modules.get(name).ok_or_else(|| Error::new_loading(name))?;
        Module::declare(ctx.clone(), name, source.as_str())
    }
}

/// The path of `name` as the module `base` means it; none if it is outside of the upload.
fn joined(base: &str, name: &str) -> Option<String> {
    let mut path: Vec<&str> = base.split('/').collect();
    path.pop();
    for part in name.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                path.pop()?;
            }
            part => path.push(part),
        }
    }
    Some(path.join("/"))
}

/// The source of the entry.
pub(super) fn entry(upload: &Upload) -> std::result::Result<&str, Failure> {
    let missing = || {
        let known = upload.modules.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        Failure::new(
            Fault::ImportMissing,
            format!("the entry `{}` is not in the upload; it has: {known}", upload.entry),
        )
    };
    upload.modules.get(&upload.entry).map(String::as_str).ok_or_else(missing)
}

/// What is wrong with the modules: each is compiled, and its imports are resolved.
pub(super) fn defects(engine: &Engine, ctx: &Ctx<'_>, upload: &Upload) -> Vec<Defect> {
    let mut defects: Vec<Defect> = Vec::new();
    if let Err(failure) = entry(upload) {
        defects.push(Defect {
            module: upload.entry.clone(),
            line: 1,
            column: None,
            message: failure.message,
        });
    }
    for (name, source) in &upload.modules {
        let Err(error) = Module::declare(ctx.clone(), name.as_str(), source.as_str()) else { continue };
        let problem = engine.problem.take();
        let defect = match problem {
            Some(problem) => {
                ctx.catch();
                problem.defect(upload)
            }
            None => Told { engine, ctx }.defect(error, name, upload),
        };
        if !defects.contains(&defect) {
            defects.push(defect);
        }
    }
    defects
}

/// The module that stops the others before they begin. No import of an upload can name it: there it would be a package.
const STOP: &str = "beadle:stop";

/// An upload whose entry can be linked and asked for its exports without any of it being run: before all else it imports a
/// module that looks at the exports of the entry, which are linked by then, and throws their names.
pub(super) fn stopped(upload: &Upload) -> Upload {
    let mut stopped = upload.clone();
    let entry = serde_json::json!(upload.entry);
    let stop = format!(
        "import * as entry from {entry}; throw Reflect.ownKeys(entry).filter((name) => typeof name === 'string');"
    );
    if let Some(source) = stopped.modules.get_mut(&upload.entry) {
        // On the same line, so that the lines of the entry keep their numbers. A first line for a shell becomes a comment.
        let comment = if source.starts_with("#!") { "//" } else { "" };
        *source = format!("import '{STOP}';{comment}{source}");
    }
    stopped.modules.insert(STOP.to_owned(), stop);
    stopped
}

/// The names that the entry of a [`stopped`] upload exports, or what can't be linked.
pub(super) fn exports(
    engine: &Engine,
    ctx: &Ctx<'_>,
    stopped: &Upload,
) -> std::result::Result<Vec<String>, Vec<Defect>> {
    let told = Told { engine, ctx };
    let defect = |error: Error| vec![told.defect(error, &stopped.entry, stopped)];
    let source = entry(stopped).unwrap_or_default();
    let module = Module::declare(ctx.clone(), stopped.entry.as_str(), source).map_err(defect)?;
    let (_, ended) = module.eval().map_err(defect)?;
    while ctx.execute_pending_job() {}
    match ended.result::<rquickjs::Value<'_>>() {
        Some(Err(Error::Exception)) => {
            let thrown = ctx.catch();
            if let Ok(names) = Vec::<String>::from_js(ctx, thrown.clone()) {
                return Ok(names);
            }
            ctx.throw(thrown);
            Err(defect(Error::Exception))
        }
        _ => Err(defect(Error::Unknown)),
    }
}
