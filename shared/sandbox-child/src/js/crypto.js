// crypto: chance, digests and HMAC.
(host) => {
  "use strict";
  const DIGESTS = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];
  const unsupported = (what) => new DOMException(`${what} is not offered; digest and HMAC are`, "NotSupportedError");

  const digestName = (algorithm) => {
    const name = String(typeof algorithm === "object" ? algorithm?.name : algorithm).toUpperCase();
    if (!DIGESTS.includes(name)) throw new DOMException(`the digest ${name} is not known; use one of ${DIGESTS.join(", ")}`, "NotSupportedError");
    return name;
  };
  const isHmac = (algorithm) =>
    String(typeof algorithm === "object" ? algorithm?.name : algorithm).toUpperCase() === "HMAC";

  let secretOf;
  class CryptoKey {
    #secret;
    static {
      secretOf = (key) => key.#secret;
    }
    constructor(secret, hash, extractable, usages) {
      this.#secret = secret;
      this.type = "secret";
      this.extractable = Boolean(extractable);
      this.usages = [...usages];
      this.algorithm = { name: "HMAC", hash: { name: hash }, length: secret.length * 8 };
      Object.freeze(this);
    }
  }

  const allowed = (key, algorithm, usage) => {
    if (!isHmac(algorithm) || !(key instanceof CryptoKey)) throw unsupported(String(algorithm?.name ?? algorithm));
    if (!key.usages.includes(usage)) throw new DOMException(`the key was not imported for "${usage}"`, "InvalidAccessError");
    return key;
  };
  const mac = (key, data) => host.hmac(key.algorithm.hash.name, secretOf(key), host.binary(data));

  const subtle = {
    async digest(algorithm, data) { return host.digest(digestName(algorithm), host.binary(data)).buffer; },
    async importKey(format, data, algorithm, extractable, usages) {
      if (format !== "raw" || !isHmac(algorithm)) throw unsupported(`a key in the format ${format} for ${algorithm?.name ?? algorithm}`);
      return new CryptoKey(host.binary(data), digestName(algorithm.hash), extractable, usages);
    },
    async sign(algorithm, key, data) { return mac(allowed(key, algorithm, "sign"), data).buffer; },
    async verify(algorithm, key, signature, data) {
      const [expected, given] = [mac(allowed(key, algorithm, "verify"), data), host.bytes(signature)];
      let difference = expected.length ^ given.length;
      expected.forEach((byte, at) => (difference |= byte ^ (given[at] ?? 0)));
      return difference === 0;
    },
  };

  const getRandomValues = (target) => {
    const bytes = host.bytes(target);
    if (bytes.length > 65536) throw new DOMException("at most 65536 bytes at once", "QuotaExceededError");
    bytes.set(host.random(bytes.length));
    return target;
  };

  const randomUUID = () => {
    const bytes = host.random(16);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  host.define("CryptoKey", CryptoKey);
  host.define("crypto", Object.freeze({ subtle: Object.freeze(subtle), getRandomValues, randomUUID }));
}
