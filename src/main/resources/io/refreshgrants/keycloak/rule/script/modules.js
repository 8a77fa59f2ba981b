// The built-in modules a script may require. One expression: given host(name, argument), a synchronous call
// with strings both ways, it returns the globals and the modules; each module is built on first use.
((host) => {
  'use strict';

  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const INSPECT = Symbol.for('nodejs.util.inspect.custom');
  const PROMISIFY = Symbol.for('nodejs.util.promisify.custom');

  // ---- Buffer ----

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

  const hexDigit = (code) => (
    code >= 48 && code <= 57 ? code - 48 : (code |= 32) >= 97 && code <= 102 ? code - 87 : -1
  );

  const hexBytes = (text) => {
    const bytes = new Uint8Array(text.length >> 1);
    for (let i = 0; i < bytes.length; i++) {
      const [high, low] = [hexDigit(text.charCodeAt(i * 2)), hexDigit(text.charCodeAt(i * 2 + 1))];
      if (high < 0 || low < 0) return bytes.subarray(0, i);
      bytes[i] = high * 16 + low;
    }
    return bytes;
  };

  const hexText = (bytes) => {
    const text = new Uint8Array(bytes.length * 2);
    for (let i = 0; i < bytes.length; i++) {
      text[i * 2] = '0123456789abcdef'.charCodeAt(bytes[i] >> 4);
      text[i * 2 + 1] = '0123456789abcdef'.charCodeAt(bytes[i] & 15);
    }
    return decoder.decode(text);
  };

  const latin1Bytes = (text) => {
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  };

  const latin1Text = (bytes) => {
    const parts = [];
    for (let i = 0; i < bytes.length; i += 4096) {
      parts.push(String.fromCharCode.apply(null, Uint8Array.prototype.slice.call(bytes, i, i + 4096)));
    }
    return parts.join('');
  };

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
        if (value instanceof String) return new Buffer(String(value), encodingOrOffset);
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
    static allocUnsafe(size) { return Buffer.alloc(size); }
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
    [INSPECT]() {
      const bytes = Array.from(this.subarray(0, 50), (byte) => ` ${hexText([byte])}`).join('');
      const more = this.length - 50;
      return `<Buffer${bytes}${more > 0 ? ` ... ${more} more byte${more > 1 ? 's' : ''}` : ''}>`;
    }
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

  const bytesOf = (value, encoding) => {
    if (typeof value === 'string' || value instanceof ArrayBuffer) return Buffer.from(value, encoding);
    if (ArrayBuffer.isView(value)) return viewOf(value);
    throw new TypeError('Expected a string, Buffer, TypedArray, DataView or ArrayBuffer');
  };

  const invalidCharacter = (message) => Object.assign(new Error(message), { name: 'InvalidCharacterError' });

  const btoa = (input) => {
    const text = String(input);
    if (/[^\0-\xff]/.test(text)) throw invalidCharacter('Invalid character');
    return base64Text(latin1Bytes(text), BASE64, true);
  };

  const atob = (input) => {
    let text = String(input).replace(/[\t\n\f\r ]/g, '');
    if (text.length % 4 === 0) text = text.slice(0, text.endsWith('==') ? -2 : text.endsWith('=') ? -1 : undefined);
    if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
      throw invalidCharacter('The string to be decoded is not correctly encoded.');
    }
    return latin1Text(base64Bytes(text));
  };

  // ---- crypto ----

  const HASHES = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];

  const hashName = (algorithm) => {
    if (typeof algorithm !== 'string') throw new TypeError('The "algorithm" argument must be of type string');
    const name = algorithm.toLowerCase().replace(/^sha-/, 'sha');
    if (!HASHES.includes(name)) {
      throw new Error(`Digest method not supported: ${algorithm} (supported: ${HASHES.join(', ')})`);
    }
    return name;
  };

  const digest = (call, request) => Buffer.from(host(call, JSON.stringify(request)), 'base64');
  const hmac = (algorithm, key, data) => digest('hmac', {
    algorithm, key: bytesOf(key).toString('base64'), data: bytesOf(data).toString('base64'),
  });

  const randomBytes = (size) => {
    if (!Number.isInteger(size) || size < 0 || size > 65536) {
      throw new RangeError('The "size" argument must be an integer from 0 to 65536');
    }
    return Buffer.from(host('random', String(size)), 'base64');
  };

  const uuidV4 = () => {
    const bytes = randomBytes(16);
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = hexText(bytes);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  };

  const timingSafeEqual = (left, right) => {
    const a = viewOf(left);
    const b = viewOf(right);
    if (a.length !== b.length) throw new RangeError('Input buffers must have the same byte length');
    let difference = 0;
    for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
    return difference === 0;
  };

  const crypto = () => {
    class Digest {
      #finish;
      #chunks = [];
      constructor(finish) { this.#finish = finish; }
      update(data, encoding) {
        if (!this.#finish) throw new Error('Digest already called');
        this.#chunks.push(Buffer.from(bytesOf(data, encoding)));
        return this;
      }
      digest(encoding) {
        if (!this.#finish) throw new Error('Digest already called');
        const result = this.#finish(Buffer.concat(this.#chunks));
        this.#finish = null;
        return encoding && encoding !== 'buffer' ? result.toString(encoding) : result;
      }
    }
    return {
      createHash: (algorithm) => {
        const name = hashName(algorithm);
        return new Digest((data) => digest('hash', { algorithm: name, data: data.toString('base64') }));
      },
      createHmac: (algorithm, key) => {
        const name = hashName(algorithm);
        const secret = Buffer.from(bytesOf(key));
        return new Digest((data) => hmac(name, secret, data));
      },
      // There is no event loop: a callback is called before randomBytes returns.
      randomBytes: (size, callback) => settle(() => randomBytes(size), callback),
      randomUUID: uuidV4,
      timingSafeEqual,
      getHashes: () => [...HASHES],
    };
  };

  const settle = (work, callback) => {
    if (typeof callback !== 'function') return work();
    let result;
    try {
      result = work();
    } catch (error) {
      callback(error);
      return undefined;
    }
    callback(null, result);
    return undefined;
  };

  // ---- Percent encoding, query strings ----

  const cut = (text, separator) => {
    const at = text.indexOf(separator);
    return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
  };

  // The bytes to escape: controls, DEL and non-ASCII always, and the given characters.
  const escapes = (characters) => {
    const table = new Uint8Array(256).fill(1);
    table.fill(0, 32, 127);
    for (const character of characters) table[character.charCodeAt(0)] = 1;
    return table;
  };
  const CONTROLS = escapes('');
  const FRAGMENT = escapes(' "<>`');
  const QUERY = escapes(' "#<>');
  const SPECIAL_QUERY = escapes(' "#<>\'');
  const PATH = escapes(' "#<>?^`{}');
  const USERINFO = escapes(' "#<>?^`{}/:;=@[\\]|');
  const QUOTED = escapes(' "\'<>\\^`{|}');
  const FORM = escapes(' !"#$%&\'()+,/:;<=>?@[\\]^`{|}~');

  const escapeOf = Array.from({ length: 256 }, (none, byte) => `%${(256 + byte).toString(16).slice(1).toUpperCase()}`);
  const percentEncode = (text, table) => Array.from(encoder.encode(text), (byte) => (
    table[byte] ? escapeOf[byte] : String.fromCharCode(byte)
  )).join('');

  // Never fails: a stray % stays, bytes that are no UTF-8 become U+FFFD.
  const percentDecode = (text) => {
    const bytes = encoder.encode(text);
    let length = 0;
    for (let i = 0; i < bytes.length; i++) {
      const high = bytes[i] === 37 && i + 2 < bytes.length ? hexDigit(bytes[i + 1]) : -1;
      const low = high < 0 ? -1 : hexDigit(bytes[i + 2]);
      bytes[length++] = low < 0 ? bytes[i] : high * 16 + low;
      if (low >= 0) i += 2;
    }
    return decoder.decode(bytes.subarray(0, length));
  };

  const queryUnescape = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return percentDecode(String(text));
    }
  };
  const queryEscape = (value) => encodeURIComponent(value);

  const queryParse = (text, sep, eq, options) => {
    const result = Object.create(null);
    if (typeof text !== 'string') return result;
    const decode = options?.decodeURIComponent ?? queryUnescape;
    const decoded = (part) => {
      const spaced = part.replaceAll('+', '%20');
      try {
        return spaced.includes('%') ? decode(spaced) : spaced;
      } catch {
        return queryUnescape(spaced);
      }
    };
    let left = typeof options?.maxKeys === 'number' ? options.maxKeys : 1000;
    if (left <= 0) left = Infinity;
    for (const pair of text.split(String(sep || '&'))) {
      if (pair === '') continue;
      const [key, value] = cut(pair, String(eq || '=')).map((part) => decoded(part ?? ''));
      if (!(key in result)) result[key] = value;
      else if (Array.isArray(result[key])) result[key].push(value);
      else result[key] = [result[key], value];
      if (--left === 0) break;
    }
    return result;
  };

  const queryStringify = (object, sep, eq, options) => {
    if (object === null || typeof object !== 'object') return '';
    const encode = options?.encodeURIComponent ?? queryEscape;
    const encoded = (value) => (
      typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean' || Number.isFinite(value)
        ? encode(String(value)) : ''
    );
    return Object.keys(object).flatMap((key) => (
      [object[key]].flat(1).map((value) => `${encode(key)}${eq || '='}${encoded(value)}`)
    )).join(sep || '&');
  };

  const querystring = () => ({
    parse: queryParse,
    decode: queryParse,
    stringify: queryStringify,
    encode: queryStringify,
    escape: queryEscape,
    unescape: queryUnescape,
  });

  // ---- URL, URLSearchParams ----

  const formText = (text) => percentEncode(text, FORM).replaceAll('%20', '+');
  const formList = (text) => text.split('&').filter((pair) => pair !== '').map((pair) => (
    cut(pair.replaceAll('+', ' '), '=').map((part) => percentDecode(part ?? ''))
  ));

  let attachParams;
  let reloadParams;

  class URLSearchParams {
    #list = [];
    #changed = () => {};
    static {
      attachParams = (params, changed) => { params.#changed = changed; };
      reloadParams = (params, text) => { params.#list = formList(text); };
    }
    constructor(init) {
      if (init === undefined || init === null) return;
      if (typeof init !== 'object' && typeof init !== 'function') {
        this.#list = formList(String(init).replace(/^\?/, ''));
        return;
      }
      for (const pair of typeof init[Symbol.iterator] === 'function' ? init : Object.entries(init)) {
        const [name, value, ...more] = pair;
        if (value === undefined || more.length) throw new TypeError('Each query pair must be a [name, value] tuple');
        this.#list.push([String(name), String(value)]);
      }
    }
    #update(list) {
      this.#list = list;
      this.#changed();
    }
    #matcher(name, value) {
      return ([key, item]) => key === String(name) && (value === undefined || item === String(value));
    }
    get size() { return this.#list.length; }
    append(name, value) {
      this.#list.push([String(name), String(value)]);
      this.#update(this.#list);
    }
    delete(name, value) {
      const matches = this.#matcher(name, value);
      this.#update(this.#list.filter((pair) => !matches(pair)));
    }
    get(name) { return this.#list.find(this.#matcher(name))?.[1] ?? null; }
    getAll(name) { return this.#list.filter(this.#matcher(name)).map((pair) => pair[1]); }
    has(name, value) { return this.#list.some(this.#matcher(name, value)); }
    set(name, value) {
      const matches = this.#matcher(name);
      const first = this.#list.findIndex(matches);
      if (first < 0) return this.append(name, value);
      const kept = this.#list.filter((pair, i) => i <= first || !matches(pair));
      kept[first] = [String(name), String(value)];
      return this.#update(kept);
    }
    sort() { this.#update(this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))); }
    forEach(callback, self) { for (const [name, value] of this) callback.call(self, value, name, this); }
    * entries() { for (let i = 0; i < this.#list.length; i++) yield [...this.#list[i]]; }
    * keys() { for (const [name] of this) yield name; }
    * values() { for (const [, value] of this) yield value; }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return this.#list.map((pair) => pair.map(formText).join('=')).join('&'); }
    [INSPECT](depth, options, inspect) {
      const pairs = this.#list.map((pair) => pair.map((part) => inspect(part)).join(' => ')).join(', ');
      return pairs ? `URLSearchParams { ${pairs} }` : 'URLSearchParams {}';
    }
  }

  const PORTS = new Map([['http', '80'], ['https', '443'], ['ws', '80'], ['wss', '443'], ['ftp', '21']]);
  const isSpecial = (url) => PORTS.has(url.scheme);
  const invalidUrl = (input) => Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input });
  const unbroken = (text) => String(text).replace(/[\t\n\r]/g, '');

  const parseIPv4 = (text) => {
    if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null;
    const octets = text.split('.');
    return octets.every((octet) => octet === String(octet & 255)) ? octets.map(Number) : null;
  };

  // Eight 16-bit groups, or null.
  const parseIPv6 = (text) => {
    if (text.length > 45) return null;
    const halves = text.split('::');
    if (halves.length > 2) return null;
    const groups = halves.map((half, position) => {
      if (half === '') return [];
      const pieces = half.split(':');
      const tail = position === halves.length - 1 && pieces.at(-1).includes('.') ? parseIPv4(pieces.pop()) : [];
      if (!tail || !pieces.every((piece) => /^[0-9a-f]{1,4}$/i.test(piece))) return null;
      const numbers = pieces.map((piece) => parseInt(piece, 16));
      return tail.length ? [...numbers, tail[0] * 256 + tail[1], tail[2] * 256 + tail[3]] : numbers;
    });
    if (groups.includes(null)) return null;
    const missing = 8 - groups.flat().length;
    if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
    return halves.length === 1 ? groups[0] : [...groups[0], ...new Array(missing).fill(0), ...groups[1]];
  };

  // The longest run of two or more zero groups, the first of equals, becomes '::'.
  const ipv6Text = (groups) => {
    let best = { start: 0, length: 1 };
    for (let i = 0, length = 0; i < 8; i++) {
      length = groups[i] === 0 ? length + 1 : 0;
      if (length > best.length) best = { start: i - length + 1, length };
    }
    const hex = groups.map((group) => group.toString(16));
    if (best.length < 2) return hex.join(':');
    return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
  };

  // A host whose last label is a number is an IPv4 address in one of the forms browsers accept (0x7f.1, 2130706433).
  const numericHost = (text) => {
    const labels = text.split('.');
    if (labels.length > 1 && labels.at(-1) === '') labels.pop();
    if (!/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1))) return text;
    const numbers = labels.map((label) => {
      if (/^0x[0-9a-f]*$/.test(label)) return label === '0x' ? 0 : parseInt(label.slice(2), 16);
      if (/^0[0-7]+$/.test(label)) return parseInt(label, 8);
      return /^(0|[1-9]\d*)$/.test(label) ? Number(label) : NaN;
    });
    const last = numbers.pop();
    if (numbers.length > 3 || !numbers.every((number) => number < 256) || !(last < 256 ** (4 - numbers.length))) {
      throw invalidUrl(text);
    }
    const value = numbers.reduce((total, number, i) => total + number * 256 ** (3 - i), last);
    return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
  };

  const parseHost = (text, special) => {
    if (text.startsWith('[')) {
      const groups = text.endsWith(']') ? parseIPv6(text.slice(1, -1)) : null;
      if (!groups) throw invalidUrl(text);
      return `[${ipv6Text(groups)}]`;
    }
    if (!special) {
      if (/[\0\t\n\r #/:<>?@[\\\]^|]/.test(text)) throw invalidUrl(text);
      return percentEncode(text, CONTROLS);
    }
    // Without IDNA a non-ASCII host has no meaning: refused rather than compared as something it is not.
    const name = percentDecode(text).toLowerCase();
    if (name === '' || /[^!-~]|[#%/:<>?@[\\\]^|]/.test(name)) throw invalidUrl(text);
    return numericHost(name);
  };

  const parsePort = (text, scheme) => {
    if (!/^\d*$/.test(text) || Number(text) > 65535) throw invalidUrl(text);
    const port = text === '' ? '' : String(Number(text));
    return port === PORTS.get(scheme) ? '' : port;
  };

  const splitPort = (text) => {
    const colon = text.indexOf(':', text.startsWith('[') ? text.indexOf(']') : 0);
    return colon < 0 ? [text, null] : [text.slice(0, colon), text.slice(colon + 1)];
  };

  const readAuthority = (url, text) => {
    const at = text.lastIndexOf('@');
    if (at >= 0) {
      const [username, password] = cut(text.slice(0, at), ':');
      url.username = percentEncode(username, USERINFO);
      url.password = percentEncode(password ?? '', USERINFO);
    }
    const [name, port] = splitPort(text.slice(at + 1));
    if (name === '' && (at >= 0 || port !== null)) throw invalidUrl(text);
    url.host = parseHost(name, isSpecial(url));
    url.port = parsePort(port ?? '', url.scheme);
  };

  const normalPath = (text, special) => {
    if (text === '') return special ? '/' : '';
    const slashed = special ? text.replaceAll('\\', '/') : text;
    const segments = percentEncode(slashed.startsWith('/') ? slashed.slice(1) : slashed, PATH).split('/');
    const path = [];
    segments.forEach((segment, i) => {
      const plain = segment.length > 6 ? segment : segment.toLowerCase().replaceAll('%2e', '.');
      if (plain !== '.' && plain !== '..') {
        path.push(segment);
        return;
      }
      if (plain === '..') path.pop();
      if (i === segments.length - 1) path.push('');
    });
    return `/${path.join('/')}`;
  };

  const parseUrl = (input, base) => {
    const raw = String(input);
    let start = 0;
    let end = raw.length;
    while (start < end && raw.charCodeAt(start) <= 32) start++;
    while (end > start && raw.charCodeAt(end - 1) <= 32) end--;
    const [beforeHash, fragment] = cut(unbroken(raw.slice(start, end)), '#');
    const [front, query] = cut(beforeHash, '?');
    const match = /^([a-z][a-z0-9+.-]*):/i.exec(front);
    const scheme = match ? match[1].toLowerCase() : base?.scheme;
    if (scheme === undefined) throw invalidUrl(raw);
    const special = PORTS.has(scheme);
    let rest = match ? front.slice(match[0].length) : front;
    if (special) rest = rest.replaceAll('\\', '/');
    const relative = !match || (special && base?.scheme === scheme && !rest.startsWith('//'));
    const url = { scheme, username: '', password: '', host: null, port: '', path: '', query: null, fragment: null };
    if (query !== null) url.query = percentEncode(query, special ? SPECIAL_QUERY : QUERY);
    if (fragment !== null) url.fragment = percentEncode(fragment, FRAGMENT);
    if (rest.startsWith('//') || (special && !relative)) {
      const from = special ? /^\/*/.exec(rest)[0].length : 2;
      const [authority, path] = cut(rest.slice(from), '/');
      readAuthority(url, authority);
      url.path = normalPath(path === null ? '' : `/${path}`, special);
    } else if (relative) {
      Object.assign(url, { username: base.username, password: base.password, host: base.host, port: base.port });
      if (rest === '') {
        url.path = base.path;
        if (query === null) url.query = base.query;
      } else {
        const folder = rest.startsWith('/') ? '' : base.path.slice(0, base.path.lastIndexOf('/') + 1);
        url.path = normalPath(folder + rest, special);
      }
    } else if (rest.startsWith('/')) {
      url.path = normalPath(rest, false);
    } else {
      throw invalidUrl(raw);
    }
    return url;
  };

  class URL {
    #url;
    #params;
    #stale = false;
    constructor(input, base) { this.#url = parseUrl(input, base === undefined ? undefined : parseUrl(base)); }
    static canParse(input, base) {
      try {
        return Boolean(new URL(input, base));
      } catch {
        return false;
      }
    }
    get href() {
      const { scheme, username, password, host: name, path, fragment } = this.#url;
      const login = username || password ? `${username}${password && `:${password}`}@` : '';
      const authority = name === null ? (path.startsWith('//') ? '/.' : '') : `//${login}${this.host}`;
      const search = this.#query === null ? '' : `?${this.#query}`;
      return `${scheme}:${authority}${path}${search}${fragment === null ? '' : `#${fragment}`}`;
    }
    set href(value) {
      this.#url = parseUrl(value);
      this.#reload();
    }
    get origin() { return isSpecial(this.#url) ? `${this.protocol}//${this.host}` : 'null'; }
    get protocol() { return `${this.#url.scheme}:`; }
    set protocol(value) {
      const scheme = String(value).split(':', 1)[0].toLowerCase();
      if (!/^[a-z][a-z0-9+.-]*$/.test(scheme) || PORTS.has(scheme) !== isSpecial(this.#url)) return;
      this.#url.scheme = scheme;
      if (this.#url.port === PORTS.get(scheme)) this.#url.port = '';
    }
    get username() { return this.#url.username; }
    set username(value) { if (this.#url.host) this.#url.username = percentEncode(String(value), USERINFO); }
    get password() { return this.#url.password; }
    set password(value) { if (this.#url.host) this.#url.password = percentEncode(String(value), USERINFO); }
    get host() {
      const { host: name, port } = this.#url;
      return name === null ? '' : port === '' ? name : `${name}:${port}`;
    }
    set host(value) { this.#setHost(value, true); }
    get hostname() { return this.#url.host ?? ''; }
    set hostname(value) { this.#setHost(value, false); }
    // As the standard has it, a setter ignores a value it cannot use.
    #setHost(value, withPort) {
      const url = this.#url;
      const special = isSpecial(url);
      const text = unbroken(value).split(special ? /[/?#\\]/ : /[/?#]/, 1)[0];
      const [name, port] = splitPort(text);
      if (port !== null && !withPort) return;
      if (name === '' && (special || url.username || url.password || url.port || port)) return;
      try {
        const next = { host: parseHost(name, special), port: port ? parsePort(port, url.scheme) : url.port };
        Object.assign(url, next);
      } catch {
        // ignored
      }
    }
    get port() { return this.#url.port; }
    set port(value) {
      const text = unbroken(value);
      const digits = /^\d*/.exec(text)[0];
      if (!this.#url.host || (text !== '' && digits === '') || Number(digits) > 65535) return;
      this.#url.port = parsePort(digits, this.#url.scheme);
    }
    get pathname() { return this.#url.path; }
    set pathname(value) {
      const path = normalPath(unbroken(value), isSpecial(this.#url));
      this.#url.path = path === '' && this.#url.host === null ? '/' : path;
    }
    get search() { return this.#query ? `?${this.#query}` : ''; }
    set search(value) {
      const text = unbroken(value);
      const table = isSpecial(this.#url) ? SPECIAL_QUERY : QUERY;
      this.#url.query = text === '' ? null : percentEncode(text.replace(/^\?/, ''), table);
      this.#reload();
    }
    get searchParams() {
      if (!this.#params) {
        this.#params = new URLSearchParams();
        attachParams(this.#params, () => { this.#stale = true; });
        this.#reload();
      }
      return this.#params;
    }
    #reload() {
      this.#stale = false;
      if (this.#params) reloadParams(this.#params, this.#url.query ?? '');
    }
    // Written from the parameters when asked for, not on each change: a loop of appends stays linear.
    get #query() {
      if (this.#stale) this.#url.query = this.#params.toString() || null;
      this.#stale = false;
      return this.#url.query;
    }
    get hash() { return this.#url.fragment ? `#${this.#url.fragment}` : ''; }
    set hash(value) {
      const text = unbroken(value);
      this.#url.fragment = text === '' ? null : percentEncode(text.replace(/^#/, ''), FRAGMENT);
    }
    toString() { return this.href; }
    toJSON() { return this.href; }
    [INSPECT](depth, options, inspect) { return `URL { href: ${inspect(this.href)} }`; }
  }

  // ---- url: Node's older functions ----

  const url = () => {
    const SLASHED = ['http:', 'https:', 'ftp:', 'gopher:', 'file:', 'ws:', 'wss:'];
    const firstOf = (text, pattern) => {
      const at = text.search(pattern);
      return at < 0 ? text.length : at;
    };

    class Url {
      protocol = null;
      slashes = null;
      auth = null;
      host = null;
      port = null;
      hostname = null;
      hash = null;
      search = null;
      query = null;
      pathname = null;
      path = null;
      href = '';
      format() { return formatParts(this); }
      resolve(to) { return resolve(this.format(), to); }
    }
    const formatParts = (parts) => {
      const auth = parts.auth ? `${encodeURIComponent(parts.auth).replaceAll('%3A', ':')}@` : '';
      let protocol = parts.protocol || '';
      if (protocol && !protocol.endsWith(':')) protocol += ':';
      let authority = '';
      if (parts.host) {
        authority = auth + parts.host;
      } else if (parts.hostname) {
        const bare = parts.hostname.includes(':') && !parts.hostname.startsWith('[');
        authority = `${auth}${bare ? `[${parts.hostname}]` : parts.hostname}${parts.port ? `:${parts.port}` : ''}`;
      }
      let pathname = (parts.pathname || '').replaceAll('#', '%23').replaceAll('?', '%3F');
      if (parts.slashes || (SLASHED.includes(protocol) && authority)) {
        authority = `//${authority}`;
        if (pathname && !pathname.startsWith('/')) pathname = `/${pathname}`;
      } else if (protocol === 'file:') {
        authority = '//';
      }
      const query = parts.query && typeof parts.query === 'object' ? queryStringify(parts.query) : '';
      let search = (parts.search || query).replaceAll('#', '%23');
      if (search && !search.startsWith('?')) search = `?${search}`;
      const hash = parts.hash && !parts.hash.startsWith('#') ? `#${parts.hash}` : parts.hash || '';
      return protocol + authority + pathname + search + hash;
    };
    // Takes the authority off the front of rest, into the result; returns what follows it.
    const takeAuthority = (result, rest) => {
      const end = firstOf(rest, /[/?#]/);
      const front = rest.slice(0, end).replace(/[\t\n\r]/g, '');
      const at = front.lastIndexOf('@');
      if (at >= 0) result.auth = decodeURIComponent(front.slice(0, at));
      const text = front.slice(at + 1);
      const bad = firstOf(text, /[ "%';<>\\^`{|}]/);
      let name = text.slice(0, bad);
      let after = text.slice(bad) + rest.slice(end);
      const colon = name.lastIndexOf(':');
      if (colon >= 0 && /^\d*$/.test(name.slice(colon + 1))) {
        result.port = name.slice(colon + 1) || null;
        name = name.slice(0, colon);
      }
      const bracketed = name.startsWith('[') && name.endsWith(']');
      const valid = bracketed ? name.length : firstOf(name, /:/);
      if (valid < name.length) after = `/${name.slice(valid)}${after}`;
      name = valid > 255 ? '' : name.slice(0, valid).toLowerCase();
      if (bracketed ? /[@[]/.test(name.slice(1)) : /[\0@[\]]/.test(name)) throw invalidUrl(rest);
      result.host = name + (result.port ? `:${result.port}` : '');
      result.hostname = bracketed ? name.slice(1, -1) : name;
      return bracketed && !after.startsWith('/') ? `/${after}` : after;
    };
    const parse = (input, parseQuery, slashesDenoteHost) => {
      if (input instanceof Url) return input;
      if (typeof input !== 'string') throw new TypeError('The "url" argument must be of type string');
      const result = new Url();
      const trimmed = input.trim();
      const tail = firstOf(trimmed, /[?#]/);
      let rest = trimmed.slice(0, tail).replaceAll('\\', '/') + trimmed.slice(tail);
      const pathOnly = !slashesDenoteHost && /^\/\/?(?!\/)[^?\s]*(\?\S*)?$/.test(rest)
        && !rest.includes('#') && !trimmed.slice(0, tail).includes('@');
      const scheme = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
      if (scheme) {
        result.protocol = scheme.toLowerCase();
        rest = rest.slice(scheme.length);
      }
      const script = result.protocol === 'javascript:';
      const hosted = slashesDenoteHost || scheme || /^\/\/[^@/]+@[^@/]+/.test(rest);
      if (!script && !pathOnly && hosted && rest.startsWith('//')) {
        rest = rest.slice(2);
        result.slashes = true;
      }
      if (!script && (result.slashes || (scheme && !SLASHED.includes(scheme)))) rest = takeAuthority(result, rest);
      if (!script && !pathOnly) rest = rest.replace(/[\t\n\r "'<>\\^`{|}]/g, (one) => percentEncode(one, QUOTED));
      const [beforeHash, hash] = cut(rest, '#');
      const [pathname, query] = cut(beforeHash, '?');
      if (hash !== null) result.hash = `#${hash}`;
      if (query !== null) result.search = `?${query}`;
      result.query = parseQuery ? queryParse(query ?? '') : query;
      result.pathname = pathname || (SLASHED.includes(result.protocol) && result.hostname ? '/' : null);
      if (result.pathname || result.search) result.path = (result.pathname ?? '') + (result.search ?? '');
      result.href = result.format();
      return result;
    };
    const format = (value, options = {}) => {
      if (typeof value === 'string') return parse(value).format();
      if (value === null || typeof value !== 'object') throw new TypeError('Expected a URL, an object or a string');
      if (!(value instanceof URL)) return formatParts(value);
      const copy = new URL(value);
      if (options.auth === false) copy.username = copy.password = '';
      if (options.search === false) copy.search = '';
      if (options.fragment === false) copy.hash = '';
      return copy.href;
    };
    const withoutDots = (path, rooted) => {
      const segments = path.split('/');
      const kept = [];
      segments.forEach((segment, i) => {
        if (segment !== '.' && segment !== '..') {
          kept.push(segment);
          return;
        }
        if (segment === '..' && kept.length > (kept[0] === '' ? 1 : 0)) kept.pop();
        if (i === segments.length - 1) kept.push('');
      });
      const joined = kept.join('/');
      return rooted && !joined.startsWith('/') ? `/${joined}` : joined;
    };
    const resolve = (from, to) => {
      const base = parse(from, false, true);
      const target = parse(to, false, true);
      if (target.href === '') target.search = base.search;
      if (target.protocol && target.protocol !== base.protocol) return target.href;
      target.protocol = base.protocol;
      if (!target.host) {
        const { slashes, auth, host: name } = base;
        Object.assign(target, { slashes, auth, host: name });
        if (!target.pathname) {
          target.pathname = base.pathname;
          target.search ??= base.search;
        } else if (!target.pathname.startsWith('/')) {
          const folder = base.pathname ?? '';
          target.pathname = folder.slice(0, folder.lastIndexOf('/') + 1) + target.pathname;
        }
      }
      target.pathname = withoutDots(target.pathname ?? '', Boolean(target.host && target.pathname));
      return target.format();
    };
    return { URL, URLSearchParams, Url, parse, format, resolve };
  };

  // ---- util ----

  const util = () => {
    const escaped = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' };
    const escapedCharacter = (character) => (
      escaped[character] ?? `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
    );
    const quoted = (text) => {
      const quote = ["'", '"', '`'].find((mark) => !text.includes(mark)) ?? "'";
      const body = text.replace(/[\0-\x1f\x7f-\x9f\\]/g, escapedCharacter);
      return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
    };
    const primitiveText = (value) => {
      if (typeof value === 'string') return quoted(value);
      return typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : String(value);
    };
    const ownKeys = (value) => Object.keys(value).concat(
      Object.getOwnPropertySymbols(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key)),
    );
    const constructorName = (value) => {
      const name = value.constructor?.name;
      return typeof name === 'string' && name ? name : '[Object: null prototype]';
    };
    const functionText = (value) => {
      if (!/^class\b/.test(Function.prototype.toString.call(value))) {
        return `[${constructorName(value)}${value.name ? `: ${value.name}` : ' (anonymous)'}]`;
      }
      const parent = Object.getPrototypeOf(value).name;
      return `[class ${value.name || '(anonymous)'}${parent ? ` extends ${parent}` : ''}]`;
    };
    // Some engines keep the message out of the stack.
    const errorText = (error) => {
      const title = Error.prototype.toString.call(error);
      const stack = typeof error.stack === 'string' ? error.stack.trimEnd() : '';
      if (stack === '') return `[${title}]`;
      return stack.includes(error.message) && !/^\s+at /.test(stack) ? stack : `${title}\n${stack}`;
    };
    const keyText = (key) => (
      typeof key === 'symbol' ? `[${String(key)}]` : /^[a-z_]\w*$/i.test(key) ? key : quoted(key)
    );
    const propertyText = (context, object, key, level) => {
      const property = Object.getOwnPropertyDescriptor(object, key);
      if (!property || 'value' in property) return show(context, object[key], level);
      return property.get ? (property.set ? '[Getter/Setter]' : '[Getter]') : '[Setter]';
    };
    const limited = (list, size, text) => {
      const items = [];
      for (const item of list) {
        if (items.length === 100) return [...items, `... ${size - 100} more item${size > 101 ? 's' : ''}`];
        items.push(text(item));
      }
      return items;
    };
    const show = (context, value, level) => {
      if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return primitiveText(value);
      const custom = value[INSPECT];
      if (typeof custom === 'function') {
        const result = custom.call(value, context.depth - level, {}, inspect);
        if (result !== value) return typeof result === 'string' ? result : show(context, result, level);
      }
      if (context.path.has(value)) {
        if (!context.circular.has(value)) context.circular.set(value, context.circular.size + 1);
        return `[Circular *${context.circular.get(value)}]`;
      }
      const name = constructorName(value);
      const nested = (item) => show(context, item, level + 1);
      const sized = `${name}(${value.length ?? value.size}) `;
      let keys = ownKeys(value);
      let [open, close, base] = [name === 'Object' ? '{' : `${name} {`, '}', ''];
      let items = () => [];
      if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
        keys = keys.filter((key) => typeof key === 'symbol' || !/^\d+$/.test(key));
        [open, close] = [name === 'Array' ? '[' : `${sized}[`, ']'];
        items = () => limited(value, value.length, nested);
      } else if (value instanceof Map) {
        open = `${sized}{`;
        items = () => limited(value, value.size, ([key, item]) => `${nested(key)} => ${nested(item)}`);
      } else if (value instanceof Set) {
        open = `${sized}{`;
        items = () => limited(value, value.size, nested);
      } else {
        if (typeof value === 'function') base = functionText(value);
        else if (value instanceof RegExp) base = RegExp.prototype.toString.call(value);
        else if (value instanceof Date) base = Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
        else if (value instanceof Error) base = errorText(value);
        if (base) open = `${base} {`;
        if (value instanceof Error && Object.hasOwn(value, 'cause')) keys = [...new Set([...keys, 'cause'])];
      }
      const empty = !(value instanceof Map || value instanceof Set ? value.size : close === ']' && value.length);
      if (keys.length === 0 && empty) return base || open + close;
      if (level > context.depth) return name.startsWith('[') ? name : `[${name}]`;
      context.path.add(value);
      context.deepest = level;
      context.indent += 2;
      const output = items();
      for (const key of keys) {
        const shown = Object.prototype.propertyIsEnumerable.call(value, key) ? keyText(key) : `[${key}]`;
        output.push(`${shown}: ${propertyText(context, value, key, level + 1)}`);
      }
      context.indent -= 2;
      context.path.delete(value);
      if (context.circular.has(value)) open = `<ref *${context.circular.get(value)}> ${open}`;
      // One line when the innermost three levels fit, else one entry per line.
      const length = output.reduce((total, item) => total + item.length + 2, open.length + context.indent + 10);
      const line = `${open} ${output.join(', ')} ${close}`;
      if (context.deepest - level < 3 && length <= context.width && !line.includes('\n')) return line;
      const margin = `\n${' '.repeat(context.indent)}`;
      return `${open}${margin}  ${output.join(`,${margin}  `)}${margin}${close}`;
    };
    const inspect = (value, options, depth) => {
      const chosen = options !== null && typeof options === 'object' ? options : { depth };
      return show({
        depth: chosen.depth === null ? Infinity : chosen.depth ?? 2,
        width: chosen.breakLength ?? 80,
        path: new Set(),
        circular: new Map(),
        indent: 0,
        deepest: 0,
      }, value, 0);
    };
    inspect.custom = INSPECT;
    const stringText = (value) => {
      if (value === null || typeof value !== 'object') {
        return typeof value === 'bigint' || Object.is(value, -0) ? primitiveText(value) : String(value);
      }
      const native = typeof value.toString !== 'function'
        || Function.prototype.toString.call(value.toString).includes('[native code]');
      return native && !Object.hasOwn(value, 'toString') ? inspect(value, { depth: 0 }) : String(value);
    };
    const numberText = (value, convert) => (
      typeof value === 'bigint' ? `${value}n` : typeof value === 'symbol' ? 'NaN' : primitiveText(convert(value))
    );
    const jsonText = (value) => {
      try {
        return JSON.stringify(value);
      } catch (error) {
        if (/circular/i.test(error.message)) return '[Circular]';
        throw error;
      }
    };
    const formatters = {
      s: stringText,
      d: (value) => numberText(value, Number),
      i: (value) => numberText(value, parseInt),
      f: (value) => (typeof value === 'symbol' ? 'NaN' : primitiveText(parseFloat(value))),
      j: jsonText,
      o: (value) => inspect(value, { depth: 4 }),
      O: (value) => inspect(value),
      c: () => '',
    };
    const format = (...args) => {
      const loose = (value) => (typeof value === 'string' ? value : inspect(value));
      if (typeof args[0] !== 'string' || args.length === 1) return args.map(loose).join(' ');
      let next = 1;
      const text = args[0].replace(/%([sdifjoOc%])/g, (whole, kind) => {
        if (kind === '%') return '%';
        return next < args.length ? String(formatters[kind](args[next++])) : whole;
      });
      return [text, ...args.slice(next).map(loose)].join(' ');
    };
    const promisify = (original) => {
      if (typeof original !== 'function') throw new TypeError('The "original" argument must be of type function');
      if (typeof original[PROMISIFY] === 'function') return original[PROMISIFY];
      const promised = function (...args) {
        return new Promise((resolve, reject) => {
          original.call(this, ...args, (error, value) => (error ? reject(error) : resolve(value)));
        });
      };
      Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
      return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
    };
    promisify.custom = PROMISIFY;
    const inherits = (constructor, parent) => {
      if (typeof constructor !== 'function' || typeof parent !== 'function') {
        throw new TypeError('inherits() takes two constructors');
      }
      Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
      Object.setPrototypeOf(constructor.prototype, parent.prototype);
    };
    const equalObjects = (a, b, seen) => {
      const tag = Object.prototype.toString.call(a);
      if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
      if (tag !== Object.prototype.toString.call(b) || Array.isArray(a) !== Array.isArray(b)) return false;
      const equal = (x, y) => deepEqual(x, y, seen);
      if (a instanceof Date || a instanceof Number || a instanceof String || a instanceof Boolean) {
        if (!Object.is(a.valueOf(), b.valueOf())) return false;
      } else if (a instanceof RegExp) {
        if (String(a) !== String(b) || a.lastIndex !== b.lastIndex) return false;
      } else if (a instanceof Error) {
        if (a.name !== b.name || a.message !== b.message || !equal(a.cause, b.cause)) return false;
      } else if (a instanceof Map || a instanceof Set) {
        const isMap = a instanceof Map;
        if (a.size !== b.size) return false;
        const holds = (entry) => (isMap ? b.has(entry[0]) && equal(entry[1], b.get(entry[0])) : b.has(entry));
        // Only entries with an object for a key, none of them shared, are searched for one against the other.
        const isLoose = (entry) => typeof (isMap ? entry[0] : entry) === 'object';
        const candidates = [...b].filter(isLoose);
        for (const entry of a) {
          if (holds(entry)) continue;
          const at = isLoose(entry) ? candidates.findIndex((candidate) => equal(entry, candidate)) : -1;
          if (at < 0) return false;
          candidates.splice(at, 1);
        }
      } else if (a instanceof ArrayBuffer) {
        return Buffer.from(a).equals(Buffer.from(b));
      } else if ((Array.isArray(a) || ArrayBuffer.isView(a)) && a.length !== b.length) {
        return false;
      }
      const keys = ownKeys(a);
      return keys.length === ownKeys(b).length
        && keys.every((key) => Object.prototype.propertyIsEnumerable.call(b, key) && equal(a[key], b[key]));
    };
    const deepEqual = (a, b, seen) => {
      if (Object.is(a, b)) return true;
      if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
      if (!seen.has(a)) seen.set(a, new Set());
      const partners = seen.get(a);
      if (partners.has(b)) return true;
      partners.add(b);
      const result = equalObjects(a, b, seen);
      if (!result) partners.delete(b);
      return result;
    };
    const isDeepStrictEqual = (a, b) => deepEqual(a, b, new Map());
    return { format, inspect, promisify, inherits, isDeepStrictEqual, TextEncoder, TextDecoder };
  };

  // ---- uuid ----

  const UUID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-]{36}|[f-]{36})$/i;
  const NIL = '00000000-0000-0000-0000-000000000000';
  const MAX = NIL.replaceAll('0', 'f');

  // Its old versions are a function themselves.
  const uuid = () => Object.assign(() => uuidV4(), {
    v4: () => uuidV4(),
    validate: (value) => typeof value === 'string' && value.length === 36 && UUID.test(value)
      && (!/^(?:[0-]+|[f-]+)$/i.test(value) || [NIL, MAX].includes(value.toLowerCase())),
    NIL,
  });

  // ---- jsonwebtoken ----

  const jsonwebtoken = () => {
    const ALGORITHMS = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };
    const CLAIMS = { audience: 'aud', issuer: 'iss', subject: 'sub', jwtid: 'jti' };
    const SIGN_OPTIONS = ['algorithm', 'expiresIn', 'notBefore', 'audience', 'subject', 'issuer', 'jwtid',
      'noTimestamp', 'header', 'keyid', 'encoding', 'mutatePayload', 'allowInsecureKeySizes',
      'allowInvalidAsymmetricKeyTypes'];
    const UNITS = [
      [1, /^(|ms|msecs?|milliseconds?)$/], [1000, /^(s|secs?|seconds?)$/], [60000, /^(m|mins?|minutes?)$/],
      [3600000, /^(h|hrs?|hours?)$/], [86400000, /^(d|days?)$/], [604800000, /^(w|weeks?)$/],
      [31557600000, /^(y|yrs?|years?)$/],
    ];

    class JsonWebTokenError extends Error {
      constructor(message, inner) {
        super(message);
        this.name = 'JsonWebTokenError';
        if (inner) this.inner = inner;
      }
    }

    class TokenExpiredError extends JsonWebTokenError {
      constructor(message, expiredAt) {
        super(message);
        Object.assign(this, { name: 'TokenExpiredError', expiredAt });
      }
    }

    class NotBeforeError extends JsonWebTokenError {
      constructor(message, date) {
        super(message);
        Object.assign(this, { name: 'NotBeforeError', date });
      }
    }
    const supported = Object.keys(ALGORITHMS).join(', ');
    const isObject = (value) => value !== null && typeof value === 'object' && !ArrayBuffer.isView(value);
    const now = () => Math.floor(Date.now() / 1000);
    // A time some seconds, or a span such as '10h', after a time; a string without a unit is milliseconds.
    const later = (name, span, from) => {
      if (Number.isFinite(span)) return from + span;
      const match = typeof span === 'string' && span.length <= 100
        ? /^(-?(?:\d+(?:\.\d+)?|\.\d+)) *([a-z]*)$/.exec(span.toLowerCase()) : null;
      const unit = match && UNITS.find(([, names]) => names.test(match[2]));
      if (unit) return Math.floor(from + (Number(match[1]) * unit[0]) / 1000);
      throw new Error(`"${name}" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60`);
    };
    // A public key must never serve as an HMAC secret.
    const keyOf = (secret) => {
      if (typeof secret !== 'string' && !ArrayBuffer.isView(secret)) {
        throw new JsonWebTokenError('the secret must be a string or a Buffer');
      }
      const key = bytesOf(secret);
      if (key.toString('latin1').trimStart().startsWith('-----BEGIN')) {
        throw new JsonWebTokenError(`asymmetric keys are not supported here, only secrets for ${supported}`);
      }
      return key;
    };
    const signature = (alg, key, text) => hmac(ALGORITHMS[alg], key, text).toString('base64url');
    const checkSignOptions = (options) => {
      const fail = (name, rule) => { throw new Error(`"${name}" ${rule}`); };
      for (const [name, value] of Object.entries(options)) {
        if (!SIGN_OPTIONS.includes(name)) fail(name, 'is not allowed in "options"');
        if (value === undefined && !['expiresIn', 'notBefore'].includes(name)) continue;
        if (['issuer', 'subject', 'jwtid', 'keyid'].includes(name) && typeof value !== 'string') {
          fail(name, 'must be a string');
        }
        if (name === 'audience' && typeof value !== 'string' && !Array.isArray(value)) {
          fail(name, 'must be a string or array');
        }
        if (name === 'noTimestamp' && typeof value !== 'boolean') fail(name, 'must be a boolean');
        if (name === 'header' && (!isObject(value) || Array.isArray(value))) fail(name, 'must be an object');
        const isSpan = Number.isInteger(value) || (typeof value === 'string' && value !== '');
        if (['expiresIn', 'notBefore'].includes(name) && !isSpan) {
          fail(name, 'should be a number of seconds or string representing a timespan');
        }
      }
    };
    // As versions before 7 named a span.
    const renamed = ({ expiresInMinutes, expiresInSeconds, ...options }) => {
      const seconds = expiresInSeconds ?? (expiresInMinutes === undefined ? undefined : expiresInMinutes * 60);
      return seconds === undefined ? options : { expiresIn: seconds, ...options };
    };
    const signNow = (payload, secret, given) => {
      const options = renamed(given);
      if (!secret) throw new Error('secretOrPrivateKey must have a value');
      if (payload === undefined) throw new Error('payload is required');
      checkSignOptions(options);
      const structured = isObject(payload);
      const header = { alg: options.algorithm ?? 'HS256', typ: structured ? 'JWT' : undefined, kid: options.keyid,
        ...options.header };
      if (!Object.hasOwn(ALGORITHMS, header.alg)) {
        throw new Error(`algorithm ${String(header.alg)} is not supported here (supported: ${supported})`);
      }
      let content = payload;
      if (structured) {
        if (Array.isArray(payload)) throw new Error('Expected "payload" to be a plain object.');
        for (const claim of ['iat', 'exp', 'nbf']) {
          if (payload[claim] !== undefined && !Number.isFinite(payload[claim])) {
            throw new Error(`"${claim}" should be a number of seconds`);
          }
        }
        content = options.mutatePayload ? payload : { ...payload };
        const issued = content.iat || now();
        if (options.noTimestamp) delete content.iat;
        else content.iat = issued;
        for (const [name, claim] of [['notBefore', 'nbf'], ['expiresIn', 'exp']]) {
          if (options[name] === undefined) continue;
          if (content[claim] !== undefined) {
            throw new Error(`Bad "options.${name}" option the payload already has an "${claim}" property.`);
          }
          content[claim] = later(name, options[name], issued);
        }
        for (const [name, claim] of Object.entries(CLAIMS)) {
          if (options[name] === undefined) continue;
          if (content[claim] !== undefined) {
            throw new Error(`Bad "options.${name}" option. The payload already has an "${claim}" property.`);
          }
          content[claim] = options[name];
        }
        content = JSON.stringify(content);
      } else {
        const bad = ['expiresIn', 'notBefore', 'noTimestamp', ...Object.keys(CLAIMS)]
          .filter((name) => options[name] !== undefined);
        if (bad.length) throw new Error(`invalid ${bad.join(',')} option for ${typeof payload} payload`);
        if (typeof payload !== 'string' && !ArrayBuffer.isView(payload)) content = String(payload);
      }
      const text = [JSON.stringify(header), content].map((part) => bytesOf(part).toString('base64url')).join('.');
      return `${text}.${signature(header.alg, keyOf(secret), text)}`;
    };
    const sign = (payload, secret, options, callback) => (
      typeof options === 'function'
        ? settle(() => signNow(payload, secret, {}), options)
        : settle(() => signNow(payload, secret, options ?? {}), callback)
    );
    const decodeWhole = (token) => {
      const parts = String(token).split('.', 4);
      if (parts.length !== 3 || !parts[0] || !parts[1] || parts.some((part) => /[^\w-]/.test(part))) return null;
      const [header, text] = parts.slice(0, 2).map((part) => Buffer.from(part, 'base64url').toString());
      let payload = text;
      try {
        const parsedHeader = JSON.parse(header);
        if (!isObject(parsedHeader)) return null;
        try {
          const parsed = JSON.parse(text);
          if (isObject(parsed)) payload = parsed;
        } catch {
          // The payload is plain text.
        }
        return { header: parsedHeader, payload, signature: parts[2] };
      } catch {
        return null;
      }
    };
    const decode = (token, options) => {
      const decoded = typeof token === 'string' ? decodeWhole(token) : null;
      return decoded && (options?.complete ? decoded : decoded.payload);
    };
    const checkClaims = (payload, options) => {
      const fail = (message) => { throw new JsonWebTokenError(message); };
      const tolerance = options.clockTolerance ?? 0;
      if (!Number.isFinite(tolerance)) fail('clockTolerance must be a number');
      const time = options.clockTimestamp || now();
      if (!Number.isFinite(time)) fail('clockTimestamp must be a number');
      const date = (seconds) => new Date(seconds * 1000);
      if (payload.nbf !== undefined && !options.ignoreNotBefore) {
        if (typeof payload.nbf !== 'number') fail('invalid nbf value');
        if (payload.nbf > time + tolerance) throw new NotBeforeError('jwt not active', date(payload.nbf));
      }
      if (payload.exp !== undefined && !options.ignoreExpiration) {
        if (typeof payload.exp !== 'number') fail('invalid exp value');
        if (time >= payload.exp + tolerance) throw new TokenExpiredError('jwt expired', date(payload.exp));
      }
      if (options.audience) {
        const accepted = [options.audience].flat(1);
        const given = [payload.aud].flat(1);
        const matches = (rule, value) => (rule instanceof RegExp ? rule.test(value) : rule === value);
        if (!given.some((value) => typeof value === 'string' && accepted.some((rule) => matches(rule, value)))) {
          fail(`jwt audience invalid. expected: ${accepted.join(' or ')}`);
        }
      }
      if (options.issuer && ![options.issuer].flat(1).some((issuer) => issuer && issuer === payload.iss)) {
        fail(`jwt issuer invalid. expected: ${options.issuer}`);
      }
      for (const [name, claim] of [['subject', 'sub'], ['jwtid', 'jti'], ['nonce', 'nonce']]) {
        if (options[name] && payload[claim] !== options[name]) fail(`jwt ${name} invalid. expected: ${options[name]}`);
      }
      if (options.maxAge) {
        if (typeof payload.iat !== 'number') fail('iat required when maxAge is specified');
        const limit = later('maxAge', options.maxAge, payload.iat);
        if (time >= limit + tolerance) throw new TokenExpiredError('maxAge exceeded', date(limit));
      }
    };
    const verifyNow = (token, secret, options) => {
      const fail = (message) => { throw new JsonWebTokenError(message); };
      if (!token) fail('jwt must be provided');
      if (typeof token !== 'string') fail('jwt must be a string');
      if (token.split('.', 4).length !== 3) fail('jwt malformed');
      const decoded = decodeWhole(token);
      if (!decoded) fail('invalid token');
      if (!decoded.signature) fail('jwt signature is required');
      if (!secret) fail('secret or public key must be provided');
      if (typeof secret === 'function') fail('a function as secret is not supported here');
      const { alg } = decoded.header;
      if (![options.algorithms ?? Object.keys(ALGORITHMS)].flat(1).includes(alg)) {
        // The usual reason is a script for asymmetric tokens: say so.
        keyOf(secret);
        fail('invalid algorithm');
      }
      if (!Object.hasOwn(ALGORITHMS, alg)) {
        fail(`algorithm ${String(alg)} is not supported here (supported: ${supported})`);
      }
      const expected = Buffer.from(signature(alg, keyOf(secret), token.slice(0, token.lastIndexOf('.'))));
      const given = Buffer.from(decoded.signature);
      if (expected.length !== given.length || !timingSafeEqual(expected, given)) fail('invalid signature');
      checkClaims(decoded.payload, options);
      return options.complete ? decoded : decoded.payload;
    };
    const verify = (token, secret, options, callback) => (
      typeof options === 'function'
        ? settle(() => verifyNow(token, secret, {}), options)
        : settle(() => verifyNow(token, secret, options ?? {}), callback)
    );
    return { sign, decode, verify, JsonWebTokenError, TokenExpiredError, NotBeforeError };
  };

  // ---- ipaddr.js ----

  const ipaddr = () => {
    const samePrefix = (address, other, bits) => {
      if (bits === undefined) return samePrefix(address, other[0], other[1]);
      if (other.kind() !== address.kind()) {
        throw new Error(`ipaddr: cannot match ${address.kind()} address with non-${address.kind()} one`);
      }
      const [a, b] = [address.toByteArray(), other.toByteArray()];
      if (!Number.isInteger(bits) || bits < 0 || bits > a.length * 8) throw new Error('ipaddr: invalid prefix length');
      return a.every((byte, i) => {
        const shift = 8 - Math.max(0, Math.min(8, bits - i * 8));
        return byte >> shift === b[i] >> shift;
      });
    };
    const cidr = (type, text) => {
      const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
      const bits = Number(match?.[2]);
      if (!match || !type.isValid(match[1]) || bits > type.BITS) {
        throw new Error(`ipaddr: string is not formatted like an ${type.NAME} CIDR range`);
      }
      const result = [type.parse(match[1]), bits];
      Object.defineProperty(result, 'toString', { value: () => result.join('/') });
      return result;
    };
    const inRange = (address, type) => {
      type.ranges ??= type.RANGES.flatMap(([name, ...list]) => list.map((text) => [name, cidr(type, text)]));
      return type.ranges.find(([, range]) => samePrefix(address, range))?.[0] ?? 'unicast';
    };
    const numbers = (list, count, limit, message) => {
      if (!Array.isArray(list) || list.length !== count
        || !list.every((part) => Number.isInteger(part) && part >= 0 && part <= limit)) throw new Error(message);
      return [...list];
    };

    class Address {
      static parseCIDR(text) { return cidr(this, text); }
      kind() { return this.constructor.NAME.toLowerCase(); }
      match(other, bits) { return samePrefix(this, other, bits); }
      range() { return inRange(this, this.constructor); }
    }

    class IPv4 extends Address {
      static NAME = 'IPv4';
      static BITS = 32;
      static RANGES = [
        ['unspecified', '0.0.0.0/8'], ['broadcast', '255.255.255.255/32'], ['multicast', '224.0.0.0/4'],
        ['linkLocal', '169.254.0.0/16'], ['loopback', '127.0.0.0/8'], ['carrierGradeNat', '100.64.0.0/10'],
        ['private', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
        ['reserved', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24',
          '203.0.113.0/24', '240.0.0.0/4'],
      ];
      constructor(octets) {
        super();
        this.octets = numbers(octets, 4, 255, 'ipaddr: an ipv4 address has four octets of 8 bits');
      }
      static isValid(text) { return typeof text === 'string' && parseIPv4(text) !== null; }
      static parse(text) {
        if (!IPv4.isValid(text)) throw new Error('ipaddr: string is not formatted like an IPv4 Address');
        return new IPv4(parseIPv4(text));
      }
      toByteArray() { return [...this.octets]; }
      toString() { return this.octets.join('.'); }
      toIPv4MappedAddress() { return IPv6.parse(`::ffff:${this}`); }
    }

    class IPv6 extends Address {
      static NAME = 'IPv6';
      static BITS = 128;
      static RANGES = [
        ['unspecified', '::/128'], ['linkLocal', 'fe80::/10'], ['multicast', 'ff00::/8'], ['loopback', '::1/128'],
        ['uniqueLocal', 'fc00::/7'], ['ipv4Mapped', '::ffff:0:0/96'], ['discard', '100::/64'],
        ['rfc6145', '::ffff:0:0:0/96'], ['rfc6052', '64:ff9b::/96'], ['6to4', '2002::/16'], ['teredo', '2001::/32'],
        ['benchmarking', '2001:2::/48'], ['orchid2', '2001:20::/28'], ['reserved', '2001::/23', '2001:db8::/32'],
      ];
      constructor(parts, zoneId) {
        super();
        this.parts = numbers(parts, 8, 65535, 'ipaddr: an ipv6 address has eight parts of 16 bits');
        if (zoneId) this.zoneId = zoneId;
      }
      static isValid(text) {
        return typeof text === 'string' && /^[0-9a-f:.]{2,45}(%[0-9a-z._~-]{1,64})?$/i.test(text)
          && parseIPv6(cut(text, '%')[0]) !== null;
      }
      static parse(text) {
        if (!IPv6.isValid(text)) throw new Error('ipaddr: string is not formatted like an IPv6 Address');
        const [address, zone] = cut(text, '%');
        return new IPv6(parseIPv6(address), zone);
      }
      toByteArray() { return this.parts.flatMap((part) => [part >> 8, part & 255]); }
      toString() { return ipv6Text(this.parts) + (this.zoneId ? `%${this.zoneId}` : ''); }
      isIPv4MappedAddress() { return this.range() === 'ipv4Mapped'; }
      toIPv4Address() {
        if (!this.isIPv4MappedAddress()) throw new Error('ipaddr: trying to convert a generic ipv6 address to ipv4');
        return new IPv4(this.toByteArray().slice(12));
      }
    }
    const isValid = (text) => IPv4.isValid(text) || IPv6.isValid(text);
    const parse = (text) => {
      if (!isValid(text)) throw new Error('ipaddr: the address has neither IPv6 nor IPv4 format');
      return (IPv4.isValid(text) ? IPv4 : IPv6).parse(text);
    };
    const process = (text) => {
      const address = parse(text);
      return address.kind() === 'ipv6' && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
    };
    const parseCIDR = (text) => cidr(String(text).includes(':') ? IPv6 : IPv4, text);
    return { isValid, parse, process, parseCIDR, IPv4, IPv6 };
  };

  return {
    globals: { Buffer, URL, URLSearchParams, atob, btoa },
    modules: {
      crypto,
      querystring,
      url,
      util,
      uuid,
      'uuid/v4': () => () => uuidV4(),
      buffer: () => ({ Buffer, atob, btoa }),
      jsonwebtoken,
      'ipaddr.js': ipaddr,
    },
  };
})
