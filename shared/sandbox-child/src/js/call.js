// Finds the function in the exports of the entry, calls it, and writes down how it ends.
(host) => {
  "use strict";
  const { stringify, parse } = JSON;
  const wellFormed = Function.prototype.call.bind(String.prototype.toWellFormed);
  const unhandled = new Map();

  host.rejected = (promise, reason, isHandled) => {
    if (isHandled) unhandled.delete(promise);
    else unhandled.set(promise, { reason });
  };
  // The first rejection that nobody handles, in an array; an empty one if there is none.
  host.firstUnhandled = () => {
    for (const { reason } of unhandled.values()) return [reason];
    return [];
  };
  // A promise whose end the host looks at itself.
  host.watch = (promise) => void promise.then(() => {}, () => {});

  const find = (exports, name) => {
    const functions = Object.keys(exports).filter((key) => typeof exports[key] === "function");
    if (name !== undefined) {
      if (typeof exports[name] === "function") return exports[name];
      if (typeof exports.default === "function" && exports.default.name === name) return exports.default;
    } else {
      if (typeof exports.default === "function") return exports.default;
      if (functions.length === 1) return exports[functions[0]];
    }
    const known = functions.length === 0 ? "none" : functions.join(", ");
    const what = name === undefined ? "has no default export and not exactly one function" : `exports no function ${name}`;
    host.fail("function_missing", `the entry ${what}; its functions are: ${known}`);
  };

  const written = (result) => {
    if (result === undefined) return "null";
    let text;
    try {
      text = stringify(result, (_, value) => (typeof value === "string" ? wellFormed(value) : value));
    } catch (error) {
      host.fail("function_result", `the result can't be written as JSON: ${error?.message ?? error}`);
    }
    if (text === undefined) host.fail("function_result", `the result is a ${typeof result}, which JSON does not have`);
    return text;
  };

  // Where the end will be: `result` as JSON, or `error` in an array.
  host.call = (exports, name, paramsText, contextText) => {
    const end = { result: null, error: [] };
    const callee = find(exports, name);
    const controller = new AbortController();
    const context = { ...parse(contextText), signal: controller.signal };
    host.abort = () => controller.abort(new DOMException("the deadline is near", "TimeoutError"));
    const fail = (error) => void end.error.push(error);
    new Promise((resolve) => resolve(callee(parse(paramsText), context))).then((result) => {
      end.result = written(result);
    }).catch(fail);
    return end;
  };
}
