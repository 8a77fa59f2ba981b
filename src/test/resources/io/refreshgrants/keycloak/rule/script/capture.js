// A rule that tries to capture the host: it puts a recorder in the place of built-in functions, makes our code run as much as
// it can, and turns whatever the recorder has seen against the run. configuration.KEY is the number of the object whose
// functions are replaced in a run. WHEN_LOADED is what is done before: nothing, or accessors on the prototypes that every
// object inherits.
(() => {
  const { apply, construct, ownKeys } = Reflect;
  const { has, add } = Set.prototype;
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
  const seen = [];
  let recording = false;

  // --- what is built in ----------------------------------------------------------------------------------------------

  const holders = [];
  const known = new Set(['__refreshGrants']);
  const visit = (holder) => {
    if (holder === null || (typeof holder !== 'object' && typeof holder !== 'function') || known.has(holder)) {
      return;
    }
    known.add(holder);
    visit(getPrototypeOf(holder));
    let replaceable = false;
    for (const key of ownKeys(holder)) {
      if (!known.has(key)) {
        const { value, get, set, configurable } = getOwnPropertyDescriptor(holder, key);
        replaceable ||= configurable && [value, get, set].some((part) => typeof part === 'function');
        visit(value);
        visit(get);
        visit(set);
      }
    }
    if (replaceable) {
      holders.push(holder);
    }
  };
  visit(globalThis);
  const nameless = [
    [][Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), ''[Symbol.iterator](),
    'x'.matchAll(/x/g), function* () {}, (function* () {})(), async function () {}, async function* () {}, async () => {},
    (async function* () {})(), Iterator.from({ next() {} }), [].values().map((x) => x), (function () { return arguments; })(),
  ];
  nameless.forEach(visit);

  // --- the recorder --------------------------------------------------------------------------------------------------

  const record = (value) => {
    if (recording && seen.length < 2000 && (typeof value === 'function' || (typeof value === 'object' && value !== null))) {
      defineProperty(seen, seen.length, { __proto__: null, value, writable: true, configurable: true });
    }
  };
  const recorder = (original) => {
    const replacement = function (...args) {
      record(this);
      for (let i = 0; i < args.length; i++) {
        record(args[i]);
      }
      const result = new.target ? construct(original, args, new.target === replacement ? original : new.target)
        : apply(original, this, args);
      record(result);
      return result;
    };
    return replacement;
  };
  const replace = (holder) => {
    for (const key of ownKeys(holder)) {
      const property = getOwnPropertyDescriptor(holder, key);
      if (property.configurable && key !== 'prototype') {
        for (const part of ['value', 'get', 'set']) {
          if (typeof property[part] === 'function') {
            const { prototype } = property[part];
            property[part] = recorder(property[part]);
            if (prototype !== undefined) {
              property[part].prototype = prototype;
            }
          }
        }
        defineProperty(holder, key, property);
      }
    }
  };
  const trap = (prototype, key) => {
    if (!(key in prototype)) {
      defineProperty(prototype, key, {
        __proto__: null, configurable: true, get() { record(this); return undefined; },
        set(value) {
          record(this);
          record(value);
          defineProperty(this, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
        },
      });
    }
  };
  const NAMES = [
    'get', 'set', 'value', 'then', 'toJSON', 'load', 'problem', 'task', 'refusal', 'kind', 'description', 'name', 'body',
    'exports', 'api', 'next', 'due', 'id', 'every', 'callback', 'values', 'rules', 'actions', 'event', 'user', 'context',
    'input', 'output', 'changes', 'exchange', 'action', 'scope', 'narrowed', 'accessToken', 'idToken', 'user_metadata',
    'app_metadata', 'expiresAt', 'host', 'hash', 'hmac', 'random', 'message', 'configuration', 'secrets', '0', '1', '2',
  ];

  if ('WHEN_LOADED' === 'accessors') {
    for (const key of NAMES) {
      trap(Array.prototype, key);
      if (!['get', 'set', 'value'].includes(key)) trap(Object.prototype, key);
    }
  }

  // --- what makes our code run -----------------------------------------------------------------------------------------

  const attempt = (work) => {
    try {
      return work();
    } catch (e) {
      return e;
    }
  };
  const useEverything = (user) => {
    attempt(() => {
      const { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } = require('crypto');
      createHash('sha256').update('a').digest('hex');
      createHmac('sha256', 'b').update('a').digest();
      timingSafeEqual(randomBytes(4), Buffer.from('abcd'));
      randomUUID();
    });
    attempt(() => require('uuid@3').v4());
    attempt(() => {
      const jwt = require('jsonwebtoken');
      jwt.verify(jwt.sign({ a: 1 }, 'key', { expiresIn: '1h' }), 'key', { algorithms: ['HS256'] });
      jwt.verify('a.b.c', 'key', (error) => error);
    });
    attempt(() => require('url').format(require('url').parse('https://a.example/b?c=d#e', true)));
    attempt(() => new URL('../x', 'https://a.example/b/').searchParams.append('y', 'z'));
    attempt(() => require('querystring').parse(require('querystring').stringify({ a: ['b', 'c'] })));
    attempt(() => require('util').inspect(require('util').format('%s %j', 'a', { b: new Map([[1, 2]]) })));
    attempt(() => require('util').promisify((done) => done(null, 1))().then((x) => x));
    attempt(() => atob(btoa('a')));
    attempt(() => require('no such module'));
    attempt(() => console.log('a', { b: 1 }, new Error('c'), undefined, 1n));
    attempt(() => clearTimeout(setTimeout(() => {}, 3)));
    attempt(() => { const id = setInterval(() => clearInterval(id), 1); });
    attempt(() => setImmediate((x) => x, 1));
    attempt(() => Math.random());
    attempt(() => { global.kept = [1, { a: 2 }]; });
    attempt(() => configuration.KEY);
    attempt(() => auth0.users.updateAppMetadata(user.user_id, { a: [1] }).then((x) => x, (x) => x));
    attempt(() => new UnauthorizedError('d').stack);
    attempt(() => { Error.prepareStackTrace = (e, frames) => frames.map((frame) => record(frame.getFunction())); });
    attempt(() => new Error('e').stack.length);
    attempt(() => __refreshGrants());
    attempt(() => globalThis.java_invoke);
  };

  const SPOILS = [
    'refusal', undefined, 'kind', 'revoked', 'description', 'captured', 'body', () => {}, 'place', '0', 'narrowed', false,
    'exports', { onExecutePostLogin() {} }, 'length', 0, 'action', -1,
  ];

  // Functions are called as the host would be, objects get what would turn a run into another.
  const turn = () => {
    if (!recording) {
      return; // It has found itself.
    }
    recording = false;
    for (let i = 0; i < seen.length; i++) {
      const found = seen[i];
      if (apply(has, known, [found])) {
        continue;
      }
      apply(add, known, [found]);
      if (typeof found === 'function') {
        attempt(() => found('', 'done', '{"accessToken":{"captured":true}}'));
        attempt(() => found('done', '{"accessToken":{"captured":true}}'));
        attempt(() => found('', 'next', ''));
        attempt(() => found(undefined));
        attempt(() => found({ kind: 'revoked', description: 'captured' }));
      } else {
        for (let j = 0; j < SPOILS.length; j += 2) {
          attempt(() => { if (SPOILS[j] in found) found[SPOILS[j]] = SPOILS[j + 1]; });
        }
      }
    }
    seen.length = 0;
    recording = true;
  };

  globalThis.holders = holders.length;
  recording = true;
  return function capture(user, context, callback) {
    record(this === globalThis ? null : this);
    const chosen = Number(configuration.KEY);
    if (chosen >= 0) {
      replace(holders[chosen]);
    }
    useEverything(user);
    setTimeout(() => {
      turn();
      callback(null, user, context);
      setTimeout(turn, 0);
      Promise.resolve().then(turn);
    }, 1);
  };
})()
