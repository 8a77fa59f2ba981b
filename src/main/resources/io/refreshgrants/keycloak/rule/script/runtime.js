// What a script finds around it. Evaluated once, before any script; the memory as it is after all scripts have been loaded
// is what every run begins with, so nothing a run leaves behind is ever seen by another.
//
// Scripts may change every built-in object, and those of a realm share them within a run. So nothing in this file depends on
// one after it has been evaluated: functions are taken from their objects here and called by apply, objects have no
// prototype, lists are walked by index (of, ..., and [a, b] = ask an iterator), no value of a script's is awaited, and what
// is called with a script's function has no internal object for its this. IntrinsicsTest changes them one by one.
((buildModules) => {
  const { Object, Reflect, JSON, Math, Number, String, Array, Error, TypeError, RangeError, Promise, Date, Proxy, RegExp } =
    globalThis;
  const { parse, stringify } = JSON;
  const { defineProperty, keys, freeze, setPrototypeOf } = Object;
  const { apply } = Reflect;
  const { isArray } = Array;
  const { isFinite } = Number;
  const { max, min } = Math;
  const { isPrototypeOf } = Object.prototype;
  const { slice, indexOf, lastIndexOf } = String.prototype;
  const { sort, join } = Array.prototype;
  const { getTime } = Date.prototype;
  const { then } = Promise.prototype;
  const { exec } = RegExp.prototype;
  const evaluate = globalThis.eval;
  const invoke = globalThis.java_invoke;

  for (const name of ['java_invoke', 'Javy', 'plugin', 'console']) {
    delete globalThis[name];
  }
  // It would be handed the functions on the stack, these among them.
  defineProperty(Error, 'prepareStackTrace', { __proto__: null, get: () => undefined, set: () => {}, configurable: false });

  const provide = (name, value) =>
    defineProperty(globalThis, name, { __proto__: null, value, writable: true, configurable: true });
  const part = (text, from, to) => apply(slice, text, [from, to]);
  const isObject = (value) => value !== null && typeof value === 'object';
  const isA = ({ prototype }, value) => isObject(value) && apply(isPrototypeOf, prototype, [value]);

  class UnauthorizedError extends Error {
    constructor(message) {
      super(message);
      this.name = 'UnauthorizedError';
    }
  }
  provide('UnauthorizedError', UnauthorizedError);

  // --- limits, each of which the host has, too -----------------------------------------------------------------------

  const MAX_LINES = 100;
  const MAX_LINE = 1000;
  const MAX_MESSAGE = 1000;
  const MAX_ANSWER = 512 * 1024;
  const MAX_GLOBAL = 100 * 1024;
  const MAX_DATA = 1024 * 1024;
  const MAX_CACHE_KEY = 64;
  const MAX_CACHE_VALUE = 4096;

  // --- console -------------------------------------------------------------------------------------------------------

  const text = (value) => {
    if (typeof value === 'string') {
      return value;
    }
    if (isA(Error, value)) {
      return String(value);
    }
    try {
      return stringify(value) ?? String(value);
    } catch (e) {
      return String(value);
    }
  };
  let lines = 0;
  const log = (...values) => {
    if (lines++ >= MAX_LINES) {
      return;
    }
    let line = '';
    for (let i = 0; i < values.length && line.length < MAX_LINE; i++) {
      line += (i === 0 ? '' : ' ') + text(values[i]);
    }
    invoke('', 'log', stringify(part(line, 0, MAX_LINE)));
  };
  provide('console', freeze({ log, debug: log, info: log, warn: log, error: log, trace: log, dir: log }));

  // --- timers: in the order they are due, without waiting -----------------------------------------------------------

  let timers = null;
  let lastTimer = 0;
  let pumping = false;
  const enqueue = (timer) => {
    let before = null;
    let after = timers;
    while (after !== null && (after.due < timer.due || (after.due === timer.due && after.id < timer.id))) {
      before = after;
      after = after.next;
    }
    timer.next = after;
    if (before === null) {
      timers = timer;
    } else {
      before.next = timer;
    }
  };
  const pump = async () => {
    pumping = true;
    while (timers !== null) {
      await null;
      const timer = timers;
      if (timer === null) {
        break;
      }
      timers = timer.next;
      if (timer.every !== undefined) {
        timer.due += timer.every;
        enqueue(timer);
      }
      const { callback, values, turn } = timer;
      try {
        apply(callback, undefined, values);
      } catch (error) {
        refuse(turn, failed(error)); // As in Node, where nothing goes on after it.
      }
    }
    pumping = false;
  };
  const schedule = (callback, values, delay, every) => {
    const id = ++lastTimer;
    enqueue({ __proto__: null, id, callback, values, due: max(0, Number(delay) || 0), every, turn: awaited, next: null });
    if (!pumping) {
      pump();
    }
    return id;
  };
  const cancel = (id) => {
    let before = null;
    for (let timer = timers; timer !== null; timer = timer.next) {
      if (timer.id !== id) {
        before = timer;
      } else if (before === null) {
        timers = timer.next;
      } else {
        before.next = timer.next;
      }
    }
  };
  provide('setTimeout', (callback, delay, ...values) => schedule(callback, values, delay));
  provide('setInterval', (callback, delay, ...values) => schedule(callback, values, delay, max(1, Number(delay) || 1)));
  provide('setImmediate', (callback, ...values) => schedule(callback, values, 0));
  provide('clearTimeout', cancel);
  provide('clearInterval', cancel);
  provide('clearImmediate', cancel);

  // --- modules -------------------------------------------------------------------------------------------------------

  // What modules may ask the host for: no more than they give to every script, since scripts can get hold of it.
  const bounded = (data) => {
    if (typeof data !== 'string' || data.length > MAX_DATA) {
      throw new RangeError('at most 768 KB can be digested');
    }
    return data;
  };
  const capabilities = {
    __proto__: null,
    hash: (algorithm, data) =>
      invoke('', 'hash', stringify({ __proto__: null, algorithm: part(String(algorithm), 0, 16), data: bounded(data) })),
    hmac: (algorithm, key, data) => {
      bounded(bounded(key) + bounded(data));
      return invoke('', 'hmac', stringify({ __proto__: null, algorithm: part(String(algorithm), 0, 16), key, data }));
    },
    random: (size) => invoke('', 'random', part(String(size), 0, 16)),
  };

  const built = buildModules(capabilities);
  for (const name of keys(built.globals)) {
    provide(name, built.globals[name]);
  }
  const modules = { __proto__: null, ...built.modules };
  const require = (request) => {
    // 'lodash@4.17.19' and '@auth0/rule-utilities@0.1.0' name a version behind the last @.
    let name = String(request);
    const version = apply(lastIndexOf, name, ['@']);
    if (version > 0 && apply(indexOf, name, ['@', 1]) === version) {
      name = part(name, 0, version);
    }
    if (part(name, 0, 5) === 'node:') {
      name = part(name, 5);
    }
    if (modules[name] === undefined) {
      const known = apply(join, apply(sort, keys(modules), []), [', ']);
      throw new Error(`Cannot find module '${request}': rules have ${known}`);
    }
    return modules[name];
  };
  provide('require', require);

  // What rules find without requiring it.
  provide('jwt', modules.jsonwebtoken);
  for (const name of ['crypto', 'uuid', 'querystring']) {
    provide(name, modules[name]);
  }

  // --- state of a run ------------------------------------------------------------------------------------------------

  const scripts = { __proto__: null };
  let count = 0;
  let run = null;

  // The one thing that outlives a run, on this node, for as long as the realm's scripts stay the same.
  let shared;
  let sharedBefore;
  const beforeAnyRun = {};
  defineProperty(globalThis, 'global', {
    __proto__: null,
    configurable: true,
    get() {
      if (run === null) {
        return beforeAnyRun; // Libraries look for it while they are loaded.
      }
      if (shared === undefined) {
        sharedBefore = invoke('', 'global', '');
        shared = parse(sharedBefore);
      }
      return shared;
    },
  });
  const keepShared = () => {
    try {
      const after = stringify(shared);
      if (after !== sharedBefore && after.length <= MAX_GLOBAL) {
        invoke('', 'global', after);
      }
    } catch (e) {
      // What JSON cannot say is not kept. Auth0 promises nothing about global either.
    }
  };

  // The engine's own generator would give every run the same numbers, for its state is in the memory they begin with.
  let draw = null;
  const seeded = (seed) => {
    let a = seed[0];
    let b = seed[1];
    let c = seed[2];
    let d = seed[3];
    return () => {
      const t = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = ((c << 21) | (c >>> 11)) + t | 0;
      return (t >>> 0) / 4294967296;
    };
  };
  Math.random = () => {
    draw ??= seeded(parse(invoke('', 'seed', '')));
    return draw();
  };

  const refusal = (kind, description) => ({ __proto__: null, kind, description: part(description, 0, MAX_MESSAGE) });
  const message = (error) => {
    try {
      return isA(Error, error) ? String(error.message) : text(error);
    } catch (e) {
      return 'unprintable error';
    }
  };
  const denied = (error) => refusal(isA(UnauthorizedError, error) ? 'unauthorized' : 'denied', message(error));
  const failed = (error) => refusal('failed', message(error));

  const merge = (target, changes) => {
    const names = keys(changes);
    for (let i = 0; i < names.length; i++) {
      const key = names[i];
      if (changes[key] === null || changes[key] === undefined) {
        delete target[key];
      } else {
        target[key] = changes[key];
      }
    }
  };
  /** Changes to keep when the pipeline succeeds, and to be seen by what runs after. */
  const change = (what, changes) => {
    if (!isObject(changes) || isArray(changes)) {
      throw new Error(`${what} must be an object`);
    }
    const kept = parse(stringify(changes, (k, v) => (v === undefined ? null : v)));
    run.changes[what] = { __proto__: null, ...run.changes[what], ...kept };
    run.output.changes = run.changes;
  };

  // --- Auth0 rules: function (user, context, callback) ---------------------------------------------------------------

  const update = (what) => (userId, changes) =>
    new Promise((resolve) => {
      const { user } = run.input;
      if (userId !== user.user_id) {
        throw new Error(`auth0.users can update the user who logs in only, not ${userId}`);
      }
      change(what, changes);
      const profile = { ...user[what] };
      merge(profile, changes);
      resolve({ ...user, [what]: profile });
    });

  const auth0 = () => ({
    domain: run.input.domain,
    baseUrl: `https://${run.input.domain}/api/v2`,
    users: { updateUserMetadata: update('user_metadata'), updateAppMetadata: update('app_metadata') },
  });

  // What runs for every rule makes as few calls and objects as it can: a call in the engine takes microseconds. Rules
  // mostly call back before they return, so no promise is made for them.
  let order;
  let at = 0;
  let awaited = -1;
  let later = false;
  let begun = false;
  const begin = (turn) => {
    awaited = turn;
    later = false;
    if (begun) {
      invoke('', 'next', ''); // The host knows which one it is, and when the first begins.
    }
    begun = true;
  };
  const refuse = (turn, why) => {
    if (awaited === turn && turn >= 0) {
      awaited = -1;
      at = Infinity;
      end(why);
    }
  };
  /** Waits for what a script has given back. */
  const settle = (promise, done, fail) => {
    if (isA(Promise, promise)) {
      apply(then, promise, [done, fail]);
    } else {
      promise.then(done, fail);
    }
  };
  const isThenable = (value) => value !== undefined && value !== null && typeof value.then === 'function';
  const nextRule = () => {
    while (at < order.length) {
      const turn = at++;
      const { body } = scripts[order[turn]];
      begin(turn);
      try {
        const promise = body(run.user, run.context, (error, user, context) => {
          if (awaited !== turn) {
            return;
          }
          if (error) {
            refuse(turn, denied(error));
            return;
          }
          awaited = -1;
          if (isObject(user)) {
            run.user = user;
          }
          if (isObject(context)) {
            run.context = context;
          }
          if (later) {
            nextRule();
          }
        });
        if (isThenable(promise)) {
          settle(promise, undefined, (error) => refuse(turn, failed(error)));
        }
      } catch (error) {
        refuse(turn, failed(error));
      }
      if (awaited === turn) {
        later = true;
        return;
      }
    }
    if (at === order.length) {
      at = Infinity;
      let stop;
      try {
        stop = finishRules();
      } catch (error) {
        stop = failed(error);
      }
      if (stop !== undefined) {
        end(stop);
      } else {
        act();
      }
    }
  };

  const claims = (value) => (isObject(value) && !isArray(value) ? { __proto__: null, ...value } : { __proto__: null });
  const finishRules = () => {
    const { context, output } = run;
    if (context.redirect && context.redirect.url) {
      return refusal('redirect', 'A rule asks for a redirect, which a token request cannot do');
    }
    if (isObject(context.multifactor) && keys(context.multifactor).length > 0) {
      return refusal('multifactor', 'Multifactor authentication required');
    }
    output.accessToken = claims(context.accessToken);
    output.idToken = claims(context.idToken);
    const { scope } = output.accessToken;
    delete output.accessToken.scope;
    if (isArray(scope) || typeof scope === 'string') {
      output.scope = scope;
    }
    return undefined;
  };

  // --- Auth0 actions: exports.onExecutePostLogin = async (event, api) -------------------------------------------------

  const unavailable = (name) => () => {
    throw new Error(`api.${name} is not available when tokens are issued by Keycloak`);
  };
  const milliseconds = (time) => {
    const at = isA(Date, time) ? apply(getTime, time, []) : Number(time);
    if (!isFinite(at)) {
      throw new Error('a time in milliseconds since 1970 is expected');
    }
    return at;
  };
  const earliest = (name, time) => {
    run.output[name] = min(run.output[name] ?? Infinity, milliseconds(time));
  };
  /** The names of the scope as it stands, as members of an object. */
  const scopeNames = () => {
    if (run.scope === null) {
      run.scope = { __proto__: null };
      const { scope } = run.input;
      for (let i = 0; i < scope.length; i++) {
        run.scope[scope[i]] = true;
      }
    }
    run.narrowed = true;
    return run.scope;
  };

  // Made for each action when it is loaded, and part of what every run begins with. It speaks for its own action, and while
  // that one runs: what an action leaves behind cannot refuse in the name of the next.
  const apiOf = (place) => {
    const now = () => {
      if (run === null || run.action !== place) {
        throw new Error('api is for the action that runs');
      }
      return run;
    };
    const refuseWith = (kind, description) => {
      now().refusal ??= refusal(kind, description);
    };
    /** The action ends here. One that catches this is refused all the same. */
    const stop = (kind, description) => {
      refuseWith(kind, description);
      throw new Error(description);
    };
    const self = {
      access: {
        deny(reason, other) {
          // Auth0 once took (code, reason).
          refuseWith('denied', String(other ?? reason ?? 'Access denied'));
          return self;
        },
      },
      accessToken: {
        setCustomClaim(name, value) {
          now().output.accessToken[name] = value;
          return self;
        },
        addScope(name) {
          now();
          scopeNames()[String(name)] = true;
          return self;
        },
        removeScope(name) {
          now();
          delete scopeNames()[name];
          return self;
        },
      },
      idToken: {
        setCustomClaim(name, value) {
          now().output.idToken[name] = value;
          return self;
        },
      },
      user: {
        setUserMetadata(name, value) {
          now();
          change('user_metadata', { __proto__: null, [name]: value });
          return self;
        },
        setAppMetadata(name, value) {
          now();
          change('app_metadata', { __proto__: null, [name]: value });
          return self;
        },
      },
      cache: {
        get(key) {
          const name = String(key);
          return name.length > MAX_CACHE_KEY ? undefined : parse(invoke('', 'cache.get', name)) ?? undefined;
        },
        set(key, value, options) {
          const entry = { __proto__: null, key: String(key), value: String(value) };
          if (entry.key.length > MAX_CACHE_KEY || entry.value.length > MAX_CACHE_VALUE) {
            return { type: 'error', code: 'ItemSizeExceeded' };
          }
          const { ttl, expires_at: expiresAt } = options ?? { __proto__: null };
          entry.ttl = ttl === undefined ? undefined : Number(ttl);
          entry.expires_at = expiresAt === undefined ? undefined : Number(expiresAt);
          return parse(invoke('', 'cache.set', stringify(entry)));
        },
        delete(key) {
          return parse(invoke('', 'cache.delete', part(String(key), 0, MAX_CACHE_KEY + 1)));
        },
      },
      redirect: {
        canRedirect: () => false,
        sendUserTo() {
          stop('redirect', 'An action asks for a redirect, which a token request cannot do');
        },
        encodeToken: unavailable('redirect.encodeToken'),
        validateToken: unavailable('redirect.validateToken'),
      },
      multifactor: {
        enable() {
          stop('multifactor', 'Multifactor authentication required');
        },
      },
      authentication: {
        challengeWith: () => stop('multifactor', 'Multifactor authentication required'),
        challengeWithAny: () => stop('multifactor', 'Multifactor authentication required'),
        enrollWith: () => stop('multifactor', 'Multifactor authentication required'),
        enrollWithAny: () => stop('multifactor', 'Multifactor authentication required'),
        setPrimaryUser: unavailable('authentication.setPrimaryUser'),
        recordMethod: unavailable('authentication.recordMethod'),
      },
      refreshToken: {
        revoke(reason) {
          if (!now().exchange) {
            throw new Error('api.refreshToken.revoke needs a refresh token exchange');
          }
          stop('revoked', String(reason ?? 'Refresh token revoked'));
        },
        setExpiresAt(time) {
          now();
          earliest('expiresAt', time);
          return self;
        },
        setIdleExpiresAt(time) {
          now();
          earliest('idleExpiresAt', time);
          return self;
        },
        setMetadata: unavailable('refreshToken.setMetadata'),
        deleteMetadata: unavailable('refreshToken.deleteMetadata'),
        evictMetadata: unavailable('refreshToken.evictMetadata'),
      },
      rules: {
        wasExecuted(name) {
          const { rules } = now().input;
          for (let i = 0; i < rules.length; i++) {
            if (scripts[rules[i]].name === name) {
              return true;
            }
          }
          return false;
        },
      },
      session: { revoke: unavailable('session.revoke') },
      transaction: { setMetadata: unavailable('transaction.setMetadata') },
      validation: {
        error(code, reason) {
          stop('denied', String(reason ?? code));
        },
      },
      samlResponse: new Proxy({}, { __proto__: null, get: () => () => self }),
    };
    return self;
  };

  const whenAsked = (name, make) => {
    defineProperty(globalThis, name, {
      __proto__: null,
      configurable: true,
      get() {
        const value = make();
        provide(name, value);
        return value;
      },
      set(value) {
        provide(name, value);
      },
    });
  };
  whenAsked('configuration', () => freeze({ ...run.input.configuration }));
  whenAsked('auth0', auth0);

  const runActions = () => {
    const { event, configuration } = run.input;
    event.secrets = { ...configuration };
    const parts = keys(run.changes);
    for (let i = 0; i < parts.length; i++) {
      merge(event.user[parts[i]], run.changes[parts[i]]);
    }
    order = run.input.actions;
    at = 0;
    nextAction();
  };
  const nextAction = () => {
    if (at === order.length) {
      end();
      return;
    }
    const turn = at++;
    const place = order[turn];
    const { exports, api } = scripts[place];
    begin(turn);
    run.action = place;
    const done = () => {
      if (awaited !== turn) {
        return;
      }
      if (run.refusal !== null) {
        refuse(turn, run.refusal);
        return;
      }
      awaited = -1;
      nextAction();
    };
    const fail = (error) => refuse(turn, run.refusal ?? failed(error));
    try {
      const result = exports.onExecutePostLogin(run.input.event, api);
      if (isThenable(result)) {
        settle(result, done, fail);
        return;
      }
    } catch (error) {
      fail(error);
      return;
    }
    done();
  };

  // --- what the host calls -------------------------------------------------------------------------------------------

  const asModule = (source) => {
    const module = { exports: {} };
    evaluate(`(function (exports, module) {\n${source}\n})`)(module.exports, module);
    return module.exports;
  };

  const load = ({ kind, name, source }) => {
    if (kind === 'library') {
      modules[name] = asModule(source);
      provide('_', modules[name]);
      return;
    }
    const script = { __proto__: null, name };
    if (kind === 'rule') {
      // An assignment takes every form a rule comes in: with a name or none, async, an arrow, a semicolon at its end.
      provide('__rule', undefined);
      evaluate(`__rule =\n${source}\n`);
      script.body = globalThis.__rule;
      delete globalThis.__rule;
      if (typeof script.body !== 'function') {
        throw new TypeError('A rule is one function (user, context, callback)');
      }
    } else {
      script.exports = asModule(source);
      script.api = apiOf(count);
      if (typeof script.exports?.onExecutePostLogin !== 'function') {
        throw new TypeError('An action exports onExecutePostLogin');
      }
    }
    scripts[count++] = script;
  };

  const end = (why) => {
    const { output } = run;
    if (shared !== undefined) {
      keepShared();
    }
    if (run.narrowed) {
      output.scope = apply(join, keys(run.scope), [' ']);
    }
    let said;
    try {
      said = stringify(why === undefined ? output : { __proto__: null, refusal: why });
      if (said.length > MAX_ANSWER) {
        throw new RangeError('The rule says more than 512 KB');
      }
    } catch (error) {
      said = stringify({ __proto__: null, refusal: failed(error) });
    }
    invoke('', 'done', said);
  };
  const act = () => {
    if (run.input.actions.length > 0) {
      runActions();
    } else {
      end();
    }
  };
  const execute = (input) => {
    const { user, context } = input;
    run = {
      __proto__: null,
      input,
      output: { __proto__: null },
      changes: { __proto__: null },
      exchange: isObject(input.event) && isObject(input.event.refresh_token),
      refusal: null,
      action: -1,
      scope: null,
      narrowed: false,
      user,
      context,
    };
    draw = null;
    lines = 0;
    order = input.rules;
    if (order.length > 0) {
      nextRule();
    } else {
      run.output.accessToken = claims(input.accessToken);
      run.output.idToken = claims(input.idToken);
      act();
    }
  };

  const syntax = (error) => {
    const place = apply(exec, /<input>:(\d+):(\d+)/, [String(error.stack)]);
    return {
      __proto__: null,
      message: part(message(error), 0, MAX_MESSAGE),
      line: place ? Number(place[1]) - 1 : 0,
      column: place ? Number(place[2]) : 0,
    };
  };
  const loaded = (what) => {
    const answer = { __proto__: null };
    try {
      load(what);
    } catch (error) {
      answer.problem = syntax(error);
    }
    invoke('', 'done', stringify(answer));
  };

  let entered = false;
  defineProperty(globalThis, '__refreshGrants', {
    __proto__: null,
    value: () => {
      if (entered) {
        throw new Error('__refreshGrants is not for scripts');
      }
      entered = true;
      const task = setPrototypeOf(parse(invoke('', 'task', '')), null);
      if (task.load !== undefined) {
        loaded(task.load);
        entered = false;
      } else {
        execute(task);
      }
    },
  });
})
