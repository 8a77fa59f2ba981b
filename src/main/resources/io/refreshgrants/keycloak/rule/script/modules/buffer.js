// Node's Buffer, with atob and btoa.
(() => {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const BASE64URL = BASE64.slice(0, 62) + '-_';
  const sextets = new Int8Array(128).fill(-1);
  for (let i = 0; i < 64; i++) sextets[BASE64.charCodeAt(i)] = sextets[BASE64URL.charCodeAt(i)] = i;

  // As lenient as Node: both alphabets, anything else skipped, '=' ends the data.
  const base64Bytes = (text) => {
    const bytes = new Uint8Array(Math.ceil(text.length * 0.75));
    let length = 0;
    let bits = 0;
    let count = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 61) break;
      const sextet = code < 128 ? sextets[code] : -1;
      if (sextet < 0) continue;
      bits = (bits << 6) | sextet;
      count += 6;
      if (count >= 8) {
        count -= 8;
        bytes[length++] = bits >> count;
        bits &= (1 << count) - 1;
      }
    }
    return bytes.subarray(0, length);
  };

  // Text is assembled as bytes and decoded once: no string grows in a loop.
  const base64Text = (bytes, alphabet, padded) => {
    const size = Math.ceil(bytes.length / 3) * 4;
    const text = new Uint8Array(size);
    for (let i = 0, j = 0; i < bytes.length; i += 3) {
      const bits = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
      for (let shift = 18; shift >= 0; shift -= 6) text[j++] = alphabet.charCodeAt((bits >> shift) & 63);
    }
    const surplus = (3 - (bytes.length % 3)) % 3;
    if (padded) text.fill(61, size - surplus);
    return decoder.decode(padded ? text : text.subarray(0, size - surplus));
  };

  // Up to the first pair that is not hexadecimal, as in Node.
  const hexBytes = (text) => {
    const pairs = /^(?:[0-9a-f]{2})*/i.exec(text)[0];
    return Uint8Array.from({ length: pairs.length / 2 }, (none, i) => parseInt(pairs.slice(i * 2, i * 2 + 2), 16));
  };
  const hexText = (bytes) => Array.from(bytes, (byte) => (256 + byte).toString(16).slice(1)).join('');

  const latin1Bytes = (text) => Uint8Array.from({ length: text.length }, (none, i) => text.charCodeAt(i));
  const latin1Text = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

  const utf8 = [(text) => encoder.encode(text), (bytes) => decoder.decode(bytes)];
  const latin1 = [latin1Bytes, latin1Text];
  const encodings = new Map(Object.entries({
    'utf8': utf8,
    'utf-8': utf8,
    'latin1': latin1,
    'binary': latin1,
    'ascii': [latin1Bytes, (bytes) => latin1Text(Uint8Array.from(bytes, (byte) => byte & 127))],
    'hex': [hexBytes, hexText],
    'base64': [base64Bytes, (bytes) => base64Text(bytes, BASE64, true)],
    'base64url': [base64Bytes, (bytes) => base64Text(bytes, BASE64URL, false)],
  }));

  const codec = (encoding) => {
    const found = encodings.get(String(encoding || 'utf8').toLowerCase());
    if (!found) throw new TypeError(`Unknown encoding: ${String(encoding)}`);
    return found;
  };

  class NodeBuffer extends Uint8Array {
    constructor(value, encodingOrOffset, length) {
      if (typeof value === 'string') super(codec(encodingOrOffset)[0](value));
      else if (value instanceof ArrayBuffer) super(value, encodingOrOffset, length);
      else super(value);
    }
    static from(value, encodingOrOffset, length) {
      if (typeof value === 'string' || value instanceof ArrayBuffer) return new Buffer(value, encodingOrOffset, length);
      if (value !== null && typeof value === 'object') {
        if (typeof value.length === 'number' && !(value instanceof String)) return new Buffer(value);
        if (value.type === 'Buffer' && Array.isArray(value.data)) return new Buffer(value.data);
      }
      throw new TypeError('The first argument must be a string, Buffer, ArrayBuffer, Array or array-like object');
    }
    static alloc(size, fill, encoding) {
      if (typeof size !== 'number') throw new TypeError('The "size" argument must be of type number');
      const buffer = new Buffer(size);
      const pattern = typeof fill === 'number' ? [fill] : fill ? bytesOf(fill, encoding) : [];
      if (pattern.length) for (let i = 0; i < size; i++) buffer[i] = pattern[i % pattern.length];
      return buffer;
    }
    static concat(list, totalLength = list.reduce((total, item) => total + item.length, 0)) {
      const result = Buffer.alloc(totalLength);
      let offset = 0;
      for (const item of list) {
        if (offset >= totalLength) break;
        const piece = bytesOf(item).subarray(0, totalLength - offset);
        result.set(piece, offset);
        offset += piece.length;
      }
      return result;
    }
    static byteLength(value, encoding) { return bytesOf(value, encoding).length; }
    static isBuffer(value) { return value instanceof Buffer; }
    static isEncoding(encoding) { return typeof encoding === 'string' && encodings.has(encoding.toLowerCase()); }
    static compare(left, right) {
      const a = viewOf(left);
      const b = viewOf(right);
      for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
      return Math.sign(a.length - b.length);
    }
    compare(other) { return Buffer.compare(this, other); }
    equals(other) { return Buffer.compare(this, other) === 0; }
    // Like Node, and unlike Uint8Array, a slice shares memory.
    slice(start, end) { return this.subarray(start, end); }
    toString(encoding, start = 0, end = this.length) {
      return codec(encoding)[1](this.subarray(Math.max(0, start), Math.max(0, end)));
    }
    toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
  }

  // Inherited methods that would silently find nothing, or write zeros, when given a string.
  for (const name of ['fill', 'includes', 'indexOf', 'lastIndexOf']) {
    const inherited = Uint8Array.prototype[name];
    const value = function (item, ...rest) {
      if (typeof item !== 'number') throw new TypeError(`Buffer ${name}() takes a byte value here, nothing else`);
      return inherited.call(this, item, ...rest);
    };
    Object.defineProperty(NodeBuffer.prototype, name, { value, writable: true, configurable: true });
  }

  // A proxy so that the old Buffer('x'), without new, works too.
  const Buffer = new Proxy(NodeBuffer, { apply: (target, self, args) => new target(...args) });
  Object.defineProperty(NodeBuffer, 'name', { value: 'Buffer', configurable: true });
  Object.defineProperty(NodeBuffer.prototype, 'constructor', { value: Buffer, writable: true, configurable: true });

  const viewOf = (value) => {
    if (ArrayBuffer.isView(value)) return new Buffer(value.buffer, value.byteOffset, value.byteLength);
    throw new TypeError('Expected a Buffer, TypedArray or DataView');
  };

  const bytesOf = (value, encoding) => (
    typeof value === 'string' || value instanceof ArrayBuffer ? Buffer.from(value, encoding) : viewOf(value)
  );

  const invalidCharacter = (message) => Object.assign(new Error(message), { name: 'InvalidCharacterError' });

  const btoa = (input) => {
    const text = String(input);
    if (/[^\0-\xff]/.test(text)) throw invalidCharacter('Invalid character');
    return base64Text(latin1Bytes(text), BASE64, true);
  };

  const atob = (input) => {
    let text = String(input).replace(/[\t\n\f\r ]/g, '');
    if (text.length % 4 === 0) text = text.replace(/==?$/, '');
    if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
      throw invalidCharacter('The string to be decoded is not correctly encoded.');
    }
    return latin1Text(base64Bytes(text));
  };

  return { Buffer, atob, btoa, bytesOf, viewOf };
})
