//! What a thrown value says to the author of a function.

use beadle_sandbox::{
    fault::{Failure, Fault},
    function::{Defect, Upload},
};
use rquickjs::{Ctx, Error, Value};

use super::engine::Engine;

/// What functions of other platforms use, and what to use here.
const NOT_OFFERED: &[(&str, &str)] = &[
    ("Buffer", "use Uint8Array, TextEncoder, btoa or atob"),
    ("process", "parameters come as the first argument, and the secrets of a fetch as ${secret:name}"),
    ("require", "use import, and bundle packages into the upload"),
    ("module", "use export"),
    ("exports", "use export"),
    ("__dirname", "a function has no files"),
    ("__filename", "a function has no files"),
    ("fs", "a function has no files; send what you have with fetch, or return it"),
    ("setInterval", "use setTimeout again in its callback"),
    ("setImmediate", "use queueMicrotask, or setTimeout with 0"),
    ("clearInterval", "use clearTimeout"),
    ("XMLHttpRequest", "use fetch"),
    ("WebSocket", "use fetch"),
    ("Worker", "a function has one thread"),
    ("Atomics", "a function has one thread; wait with setTimeout"),
    ("SharedArrayBuffer", "a function has one thread; use ArrayBuffer"),
    ("WebAssembly", "compile it to JavaScript"),
    ("Intl", "format with your own code, or bundle a library"),
    ("Blob", "use Uint8Array"),
    ("File", "use Uint8Array, and FormData with a file name"),
    ("ReadableStream", "read the whole body with text(), json() or arrayBuffer()"),
    ("localStorage", "nothing is kept between runs; send it with fetch, or return it"),
    ("window", "use globalThis"),
    ("document", "a function has no page"),
    ("global", "use globalThis"),
];

/// Reads errors of the engine.
#[derive(Clone, Copy)]
pub(super) struct Told<'e, 'js> {
    pub(super) engine: &'e Engine,
    pub(super) ctx: &'e Ctx<'js>,
}

impl<'js> Told<'_, 'js> {
    /// The failure that `error` stands for; takes the pending exception.
    pub(super) fn failure(self, error: Error) -> Failure {
        if error.is_exception() {
            return self.thrown(&self.ctx.catch());
        }
        self.interrupted().unwrap_or_else(|| match error {
            Error::Allocation => self.heap_is_full(),
            error => Failure::new(Fault::FunctionThrew, error.to_string()),
        })
    }

    /// The failure of modules that can't be loaded or whose top level throws.
    pub(super) fn failed_to_load(self, error: Error, upload: &Upload) -> Failure {
        if let Some(problem) = self.engine.problem.take() {
            self.ctx.catch();
            let defect = problem.defect(upload);
            let (module, line) = (defect.module, defect.line);
            return Failure::new(Fault::ImportMissing, format!("{module}:{line}: {}", defect.message));
        }
        let mut failure = self.failure(error);
        if failure.fault == Fault::FunctionThrew && failure.message.starts_with("SyntaxError") {
            failure = Failure { fault: Fault::SyntaxError, retryable: false, ..failure };
        }
        failure
    }

    /// The failure that the thrown `value` stands for.
    pub(super) fn thrown(self, value: &Value<'js>) -> Failure {
        if let Some(failure) = self.interrupted() {
            return failure;
        }
        if value.is_null() && self.engine.was_full() {
            return self.heap_is_full();
        }
        let Some(object) = value.as_object() else {
            let text = value.as_string().and_then(|text| text.to_string().ok());
            let shown = text.or_else(|| self.as_json(value)).unwrap_or_else(|| value.type_name().to_owned());
            return Failure::new(
                Fault::FunctionThrew,
                format!("the function threw {shown}; throw an Error instead"),
            );
        };
        let field = |name: &str| object.get::<_, Option<String>>(name).ok().flatten().unwrap_or_default();
        let (name, message, stack) = (field("name"), field("message"), field("stack"));
        // A getter of the error may have thrown, or may not have ended.
        if let Some(failure) = self.interrupted() {
            return failure;
        }
        self.ctx.catch();
        match (name.as_str(), message.as_str()) {
            (_, "out of memory") => return self.heap_is_full(),
            ("RangeError" | "InternalError", "Maximum call stack size exceeded" | "stack overflow") => {
                let most = self.engine.limits.stack;
                let message = format!("the calls are nested too deeply: the stack has {most} bytes");
                return Failure::new(Fault::StackLimit, message).with_stack(Some(first_frames(&stack)));
            }
            _ => {}
        }
        let place = place(&stack).map(|(module, line, column)| format!(" ({module}:{line}:{column})"));
        let hint = hint(&name, &message).map(|hint| format!("; {hint}")).unwrap_or_default();
        let name = if name.is_empty() { "Error" } else { name.as_str() };
        let text = if !value.is_error() && message.is_empty() {
            let shown = self.as_json(value).unwrap_or_default();
            format!("the function threw {shown}; throw an Error instead")
        } else {
            format!("{name}: {message}{hint}{}", place.unwrap_or_default())
        };
        let mut failure = Failure::new(Fault::FunctionThrew, text).with_stack(Some(first_frames(&stack)));
        failure.retryable = object.get::<_, Option<bool>>("retryable").ok().flatten() != Some(false);
        failure
    }

    /// The defect in the module `name`, or in one that it imports, that `error` stands for; takes the pending exception.
    pub(super) fn defect(self, error: Error, name: &str, upload: &Upload) -> Defect {
        let exception =
            if error.is_exception() { self.ctx.catch() } else { Value::new_undefined(self.ctx.clone()) };
        let field = |field: &str| {
            exception.as_object().and_then(|object| object.get::<_, Option<String>>(field).ok().flatten())
        };
        let stack = field("stack").unwrap_or_default();
        let known = |module: &str| upload.modules.contains_key(module).then(|| module.to_owned());
        let found = place(&stack).and_then(|(module, line, column)| Some((known(&module)?, line, column)));
        let (module, line, column) = match found {
            Some((module, line, column)) => (module, line, Some(column)),
            None => (name.to_owned(), 1, None),
        };
        let message = self.interrupted().map(|failure| failure.message).or_else(|| field("message"));
        Defect { module, line, column, message: message.unwrap_or_else(|| error.to_string()) }
    }

    /// The failure of an engine that was interrupted.
    pub(super) fn interrupted(self) -> Option<Failure> {
        let most = self.engine.limits.cpu_ms;
        self.engine.interrupted.get().map(|fault| match fault {
            Fault::CpuLimit => {
                Failure::new(fault, format!("the function used more than {most} ms of processor time"))
            }
            fault => Failure::new(fault, "the function did not end before its deadline"),
        })
    }

    pub(super) fn heap_is_full(self) -> Failure {
        let most = self.engine.limits.heap;
        Failure::new(Fault::HeapLimit, format!("the function used up its heap of {most} bytes"))
    }

    fn as_json(self, value: &Value<'js>) -> Option<String> {
        let text =
            self.ctx.json_stringify(value.clone()).ok().flatten().and_then(|text| text.to_string().ok());
        self.ctx.catch();
        text.map(|text| text.chars().take(500).collect())
    }
}

/// The first place in the engine's `stack` that is not in our own globals: module, line and column.
fn place(stack: &str) -> Option<(String, u32, u32)> {
    stack.lines().find_map(|frame| {
        let frame = frame.trim().strip_prefix("at ")?;
        let position = frame.rsplit_once('(').map_or(frame, |(_, position)| position).trim_end_matches(')');
        let (rest, column) = position.rsplit_once(':')?;
        let (module, line) = rest.rsplit_once(':')?;
        let is_ours = module.starts_with("beadle:");
        (!is_ours).then_some(())?;
        Some((module.to_owned(), line.parse().ok()?, column.parse().ok()?))
    })
}

/// The innermost calls of the function itself.
fn first_frames(stack: &str) -> String {
    const MOST: usize = 20;
    let theirs = stack.lines().map(str::trim).filter(|line| !line.is_empty() && !line.contains("(beadle:"));
    theirs.take(MOST).collect::<Vec<_>>().join("\n")
}

fn hint(name: &str, message: &str) -> Option<String> {
    let missing = message.strip_suffix(" is not defined").filter(|_| name == "ReferenceError")?;
    let missing = missing.trim_matches('\'');
    let (_, instead) = NOT_OFFERED.iter().find(|(known, _)| *known == missing)?;
    Some(format!("{missing} is not offered here: {instead}"))
}
