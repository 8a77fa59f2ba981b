// Node's crypto, as far as the host has it: digests, HMACs, random bytes.
((need) => {
  const settle = need('callback');
  const { Buffer, bytesOf, viewOf } = need('buffer');
  const HASHES = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];

  const hashName = (algorithm) => {
    if (typeof algorithm !== 'string') throw new TypeError('The "algorithm" argument must be of type string');
    const name = algorithm.toLowerCase().replace(/^sha-/, 'sha');
    if (!HASHES.includes(name)) {
      throw new Error(`Digest method not supported: ${algorithm} (supported: ${HASHES.join(', ')})`);
    }
    return name;
  };

  class Digest {
    #finish;
    #chunks = [];
    constructor(finish) {
      this.#finish = finish;
    }
    #open() {
      const chunks = this.#chunks;
      if (!chunks) throw new Error('Digest already called');
      return chunks;
    }
    update(data, encoding) {
      this.#open().push(Buffer.from(bytesOf(data, encoding)));
      return this;
    }
    digest(encoding) {
      const data = Buffer.concat(this.#open()).toString('base64');
      this.#chunks = null;
      const finish = this.#finish;
      const result = Buffer.from(finish(data), 'base64');
      return encoding && encoding !== 'buffer' ? result.toString(encoding) : result;
    }
  }

  const { hash, hmac, random } = need('host');
  const createHash = (algorithm) => {
    const name = hashName(algorithm);
    return new Digest((data) => hash(name, data));
  };
  const createHmac = (algorithm, key) => {
    const name = hashName(algorithm);
    const secret = bytesOf(key).toString('base64');
    return new Digest((data) => hmac(name, secret, data));
  };

  const randomBytes = (size, callback) => settle(() => {
    if (!Number.isInteger(size) || size < 0 || size > 65536) {
      throw new RangeError('The "size" argument must be an integer from 0 to 65536');
    }
    return Buffer.from(random(size), 'base64');
  }, callback);

  const randomUUID = () => {
    const bytes = randomBytes(16);
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };

  const timingSafeEqual = (left, right) => {
    const a = viewOf(left);
    const b = viewOf(right);
    if (a.length !== b.length) throw new RangeError('Input buffers must have the same byte length');
    let difference = 0;
    for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
    return difference === 0;
  };

  return { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual, getHashes: () => [...HASHES] };
})
