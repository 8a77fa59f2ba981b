// The jsonwebtoken package, with secrets only.
((need) => {
  const settle = need('callback');
  const { Buffer, bytesOf } = need('buffer');
  const { createHmac, timingSafeEqual } = need('crypto');

  const ALGORITHMS = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };
  const CLAIMS = { audience: 'aud', issuer: 'iss', subject: 'sub', jwtid: 'jti' };
  const SPANS = { notBefore: 'nbf', expiresIn: 'exp' };
  const UNITS = [
    [1, /^(|ms|msecs?|milliseconds?)$/], [1000, /^(s|secs?|seconds?)$/], [60000, /^(m|mins?|minutes?)$/],
    [3600000, /^(h|hrs?|hours?)$/], [86400000, /^(d|days?)$/], [604800000, /^(w|weeks?)$/],
    [31557600000, /^(y|yrs?|years?)$/],
  ];

  class JsonWebTokenError extends Error {
    name = 'JsonWebTokenError';
  }
  class TokenExpiredError extends JsonWebTokenError {
    name = 'TokenExpiredError';
  }
  class NotBeforeError extends JsonWebTokenError {
    name = 'NotBeforeError';
  }

  const supported = Object.keys(ALGORITHMS).join(', ');
  const unsupported = (alg) => `algorithm ${String(alg)} is not supported here (supported: ${supported})`;
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
  const signature = (alg, key, text) => createHmac(ALGORITHMS[alg], key).update(text).digest('base64url');

  const isString = (value) => typeof value === 'string';
  const isSpan = (value) => Number.isInteger(value) || (isString(value) && value !== '');
  const isHeader = (value) => isObject(value) && !Array.isArray(value);
  const TEXT = [isString, 'must be a string'];
  const SPAN = [isSpan, 'should be a number of seconds or string representing a timespan'];
  const SIGN_OPTIONS = new Map(Object.entries({
    algorithm: TEXT, keyid: TEXT, issuer: TEXT, subject: TEXT, jwtid: TEXT, expiresIn: SPAN, notBefore: SPAN,
    audience: [(value) => isString(value) || Array.isArray(value), 'must be a string or array'],
    noTimestamp: [(value) => typeof value === 'boolean', 'must be a boolean'],
    header: [isHeader, 'must be an object'],
  }));
  const checkSignOptions = (options) => {
    for (const [name, value] of Object.entries(options)) {
      const [isValid, rule] = SIGN_OPTIONS.get(name) ?? [() => false, 'is not allowed in "options"'];
      // A lifetime that is undefined by mistake would make a token that never expires.
      if (!isValid(value) && (value !== undefined || name in SPANS)) throw new Error(`"${name}" ${rule}`);
    }
  };

  const addClaim = (claims, options, name, claim, value) => {
    if (options[name] === undefined) return;
    if (claims[claim] !== undefined) {
      throw new Error(`Bad "options.${name}" option. The payload already has an "${claim}" property.`);
    }
    claims[claim] = value();
  };
  const withClaims = (payload, options) => {
    for (const claim of ['iat', 'exp', 'nbf']) {
      if (payload[claim] !== undefined && !Number.isFinite(payload[claim])) {
        throw new Error(`"${claim}" should be a number of seconds`);
      }
    }
    const claims = { ...payload };
    const issued = claims.iat || now();
    if (options.noTimestamp) delete claims.iat;
    else claims.iat = issued;
    for (const [name, claim] of Object.entries(SPANS)) {
      addClaim(claims, options, name, claim, () => later(name, options[name], issued));
    }
    for (const [name, claim] of Object.entries(CLAIMS)) addClaim(claims, options, name, claim, () => options[name]);
    return claims;
  };
  // As versions before 7 named a span.
  const renamed = ({ expiresInMinutes, expiresInSeconds, ...options }) => {
    const seconds = expiresInSeconds ?? (expiresInMinutes === undefined ? undefined : expiresInMinutes * 60);
    return seconds === undefined ? options : { expiresIn: seconds, ...options };
  };
  const signNow = (payload, secret, given) => {
    const options = renamed(given);
    if (!secret) throw new Error('secretOrPrivateKey must have a value');
    if (!isString(payload) && !isHeader(payload)) throw new Error('Expected "payload" to be a plain object or string.');
    checkSignOptions(options);
    const structured = isObject(payload);
    const alg = options.algorithm ?? 'HS256';
    const header = { alg, typ: structured ? 'JWT' : undefined, kid: options.keyid, ...options.header };
    if (!Object.hasOwn(ALGORITHMS, header.alg)) throw new Error(unsupported(header.alg));
    const bad = ['noTimestamp', ...Object.keys({ ...SPANS, ...CLAIMS })].filter((name) => options[name] !== undefined);
    if (!structured && bad.length) throw new Error(`invalid ${bad.join(',')} option for string payload`);
    const content = structured ? JSON.stringify(withClaims(payload, options)) : payload;
    const text = [JSON.stringify(header), content].map((part) => Buffer.from(part).toString('base64url')).join('.');
    return `${text}.${signature(header.alg, keyOf(secret), text)}`;
  };

  const decodeWhole = (token) => {
    const parts = String(token).split('.', 4);
    if (parts.length !== 3 || !parts[0] || !parts[1] || parts.some((part) => /[^\w-]/.test(part))) return null;
    const [header, text] = parts.slice(0, 2).map((part) => Buffer.from(part, 'base64url').toString());
    try {
      const parsed = { header: JSON.parse(header), payload: text, signature: parts[2] };
      if (!isObject(parsed.header)) return null;
      try {
        const claims = JSON.parse(text);
        if (isObject(claims)) parsed.payload = claims;
      } catch {
        // The payload is plain text.
      }
      return parsed;
    } catch {
      return null;
    }
  };
  const decode = (token, options) => {
    const decoded = typeof token === 'string' ? decodeWhole(token) : null;
    return decoded && (options?.complete ? decoded : decoded.payload);
  };

  const fail = (message) => { throw new JsonWebTokenError(message); };
  const checkClaims = (payload, options) => {
    const tolerance = options.clockTolerance ?? 0;
    if (!Number.isFinite(tolerance)) fail('clockTolerance must be a number');
    const timed = (error, name, seconds) => Object.assign(error, { [name]: new Date(seconds * 1000) });
    if (payload.nbf !== undefined && !options.ignoreNotBefore) {
      if (typeof payload.nbf !== 'number') fail('invalid nbf value');
      if (payload.nbf > now() + tolerance) throw timed(new NotBeforeError('jwt not active'), 'date', payload.nbf);
    }
    if (payload.exp !== undefined && !options.ignoreExpiration) {
      if (typeof payload.exp !== 'number') fail('invalid exp value');
      if (now() >= payload.exp + tolerance) throw timed(new TokenExpiredError('jwt expired'), 'expiredAt', payload.exp);
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
    for (const name of ['subject', 'jwtid']) {
      const expected = options[name];
      if (expected && payload[CLAIMS[name]] !== expected) fail(`jwt ${name} invalid. expected: ${expected}`);
    }
  };
  const verifyNow = (token, secret, options) => {
    // Ignoring one of these would accept a token that the script means to refuse.
    for (const name of ['maxAge', 'nonce', 'clockTimestamp', 'complete']) {
      if (options[name]) fail(`the option ${name} is not supported here`);
    }
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
    if (!Object.hasOwn(ALGORITHMS, alg)) fail(unsupported(alg));
    const expected = Buffer.from(signature(alg, keyOf(secret), token.slice(0, token.lastIndexOf('.'))));
    const given = Buffer.from(decoded.signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) fail('invalid signature');
    checkClaims(decoded.payload, options);
    return decoded.payload;
  };

  // Options may be left out before a callback.
  const optional = (work) => (subject, secret, options, callback) => (
    typeof options === 'function'
      ? settle(() => work(subject, secret, {}), options)
      : settle(() => work(subject, secret, options ?? {}), callback)
  );
  const [sign, verify] = [signNow, verifyNow].map(optional);
  return { sign, verify, decode, JsonWebTokenError, TokenExpiredError, NotBeforeError };
})
