// What a script finds around it. Evaluated once, before any script; the memory as it is after all scripts have been loaded
// is what every run begins with, so nothing a run leaves behind is ever seen by another.
((buildModules) => {
  const { parse, stringify } = JSON;
  const { defineProperty, keys, entries, freeze } = Object;
  const evaluate = globalThis.eval;
  const invoke = globalThis.java_invoke;
  const host = (name, argument) => invoke('', name, String(argument));

  for (const name of ['java_invoke', 'Javy', 'plugin', 'console']) {
    delete globalThis[name];
  }

  const provide = (name, value) => defineProperty(globalThis, name, { value, writable: true, configurable: true });

  class UnauthorizedError extends Error {
    constructor(message) {
      super(message);
      this.name = 'UnauthorizedError';
    }
  }
  provide('UnauthorizedError', UnauthorizedError);

  // --- console -------------------------------------------------------------------------------------------------------

  const text = (value) => {
    if (typeof value === 'string') {
      return value;
    }
    if (value instanceof Error) {
      return String(value);
    }
    try {
      return stringify(value) ?? String(value);
    } catch (e) {
      return String(value);
    }
  };
  const log = (...values) => {
    host('log', stringify(values.map(text).join(' ')));
  };
  provide('console', freeze({ log, debug: log, info: log, warn: log, error: log, trace: log, dir: log }));

  // --- timers: in the order they are due, without waiting -----------------------------------------------------------

  let timers = [];
  let lastTimer = 0;
  let pumping = false;
  const pump = async () => {
    pumping = true;
    while (timers.length > 0) {
      await null;
      timers.sort((a, b) => a.due - b.due || a.id - b.id);
      const timer = timers.shift();
      if (timer.every !== undefined) {
        timers.push({ ...timer, due: timer.due + timer.every });
      }
      timer.run();
    }
    pumping = false;
  };
  const schedule = (run, delay, every) => {
    const id = ++lastTimer;
    timers.push({ id, run, due: Math.max(0, Number(delay) || 0), every });
    if (!pumping) {
      pump();
    }
    return id;
  };
  const cancel = (id) => {
    timers = timers.filter((timer) => timer.id !== id);
  };
  provide('setTimeout', (callback, delay, ...values) => schedule(() => callback(...values), delay));
  provide('setInterval', (callback, delay, ...values) =>
    schedule(() => callback(...values), delay, Math.max(1, Number(delay) || 1)));
  provide('setImmediate', (callback, ...values) => schedule(() => callback(...values), 0));
  provide('clearTimeout', cancel);
  provide('clearInterval', cancel);
  provide('clearImmediate', cancel);

  // --- modules -------------------------------------------------------------------------------------------------------

  const built = buildModules(host);
  for (const [name, value] of entries(built.globals)) {
    provide(name, value);
  }
  const modules = new Map(entries(built.modules));
  const loaded = new Map();
  const require = (request) => {
    // 'lodash@4.17.19' and '@auth0/rule-utilities@0.1.0' name a version behind the last @.
    const name = String(request).replace(/^(.[^@]*)@[^@]*$/, '$1').replace(/^node:/, '');
    if (!loaded.has(name)) {
      if (!modules.has(name)) {
        throw new Error(`Cannot find module '${request}': rules have ${[...modules.keys()].sort().join(', ')}`);
      }
      loaded.set(name, modules.get(name)());
    }
    return loaded.get(name);
  };
  provide('require', require);

  // What rules find without requiring it.
  const globals = { jwt: 'jsonwebtoken', crypto: 'crypto', uuid: 'uuid', querystring: 'querystring' };
  for (const [name, module] of entries(globals)) {
    defineProperty(globalThis, name, {
      get: () => require(module), set: (value) => provide(name, value), configurable: true });
  }

  // --- state of a run ------------------------------------------------------------------------------------------------

  const scripts = [];
  let run = null;

  // The one thing that outlives a run, on this node, for as long as the realm's scripts stay the same.
  let shared;
  let sharedBefore;
  const beforeAnyRun = {};
  defineProperty(globalThis, 'global', {
    configurable: true,
    get() {
      if (run === null) {
        return beforeAnyRun; // Libraries look for it while they are loaded.
      }
      if (shared === undefined) {
        sharedBefore = host('global', '');
        shared = parse(sharedBefore);
      }
      return shared;
    },
  });
  const keepShared = () => {
    try {
      const after = stringify(shared);
      if (after !== sharedBefore) {
        host('global', after);
      }
    } catch (e) {
      // What JSON cannot say is not kept. Auth0 promises nothing about global either.
    }
  };

  // The engine's own generator would give every run the same numbers, for its state is in the memory they begin with.
  let draw = null;
  const seeded = ([a, b, c, d]) => () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return (t >>> 0) / 4294967296;
  };
  Math.random = () => {
    draw ??= seeded(parse(host('seed', '')));
    return draw();
  };

  class Refusal {
    constructor(kind, error, description) {
      this.kind = kind;
      this.error = error;
      this.description = description;
    }
  }
  const message = (error) => {
    try {
      return error instanceof Error ? String(error.message) : text(error);
    } catch (e) {
      return 'unprintable error';
    }
  };
  const denied = (error) =>
    new Refusal('denied', error instanceof UnauthorizedError ? 'unauthorized' : 'access_denied', message(error));
  const failed = (error) => (error instanceof Refusal ? error : new Refusal('failed', 'access_denied', message(error)));

  const isObject = (value) => value !== null && typeof value === 'object';
  const merge = (target, changes) => {
    for (const key of keys(changes)) {
      if (changes[key] === null || changes[key] === undefined) {
        delete target[key];
      } else {
        target[key] = changes[key];
      }
    }
  };
  /** Changes to keep when the pipeline succeeds, and to be seen by what runs after. */
  const change = (part, changes) => {
    if (!isObject(changes) || Array.isArray(changes)) {
      throw new Error(`${part} must be an object`);
    }
    run.output.changes = run.changes;
    run.changes[part] = { ...run.changes[part], ...parse(stringify(changes, (k, v) => (v === undefined ? null : v))) };
  };

  // --- Auth0 rules: function (user, context, callback) ---------------------------------------------------------------

  const update = (part) => (userId, changes) =>
    new Promise((resolve) => {
      if (userId !== run.input.user.user_id) {
        throw new Error(`auth0.users can update the user who logs in only, not ${userId}`);
      }
      change(part, changes);
      const profile = { ...run.input.user[part] };
      merge(profile, changes);
      resolve({ ...run.input.user, [part]: profile });
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
  const refuse = (turn, refusal) => {
    if (awaited === turn) {
      awaited = -1;
      at = Infinity;
      end(refusal);
    }
  };
  const nextRule = () => {
    while (at < order.length) {
      const turn = at++;
      const script = scripts[order[turn]];
      awaited = turn;
      later = false;
      if (turn > 0) {
        invoke('', 'enter', script.place); // The host knows when the first begins.
      }
      try {
        const promise = script.body(run.user, run.context, (error, user, context) => {
          if (error) {
            refuse(turn, denied(error));
          } else if (awaited === turn) {
            awaited = -1;
            if (user !== null && typeof user === 'object') {
              run.user = user;
            }
            if (context !== null && typeof context === 'object') {
              run.context = context;
            }
            if (later) {
              nextRule();
            }
          }
        });
        if (promise !== undefined && promise !== null && typeof promise.then === 'function') {
          promise.then(undefined, (error) => refuse(turn, failed(error)));
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
      try {
        finishRules();
      } catch (error) {
        end(error);
        return;
      }
      act();
    }
  };

  const claims = (value) => (isObject(value) && !Array.isArray(value) ? value : {});
  const finishRules = () => {
    const { context, output } = run;
    if (context.redirect && context.redirect.url) {
      throw new Refusal('redirect', 'interaction_required', 'A rule asks for a redirect, which a token request cannot do');
    }
    if (isObject(context.multifactor) && keys(context.multifactor).length > 0) {
      throw new Refusal('multifactor', 'mfa_required', 'Multifactor authentication required');
    }
    output.accessToken = claims(context.accessToken);
    output.idToken = claims(context.idToken);
    if (output.accessToken.scope !== undefined) {
      const { scope, ...rest } = output.accessToken;
      output.accessToken = rest;
      if (Array.isArray(scope)) {
        output.scope = scope.map(String);
      } else if (typeof scope === 'string') {
        output.scope = scope.split(/\s+/);
      }
    }
  };

  // --- Auth0 actions: exports.onExecutePostLogin = async (event, api) -------------------------------------------------

  const unavailable = (name) => () => {
    throw new Error(`api.${name} is not available when tokens are issued by Keycloak`);
  };
  const milliseconds = (time) => {
    const at = time instanceof Date ? time.getTime() : Number(time);
    if (!Number.isFinite(at)) {
      throw new Error('a time in milliseconds since 1970 is expected');
    }
    return at;
  };
  const earliest = (name, time) => {
    run.output[name] = Math.min(run.output[name] ?? Infinity, milliseconds(time));
  };

  // Made once, and part of what every run begins with.
  const api = (() => {
    const self = {
      access: {
        deny(reason, other) {
          // Auth0 once took (code, reason).
          run.refusal ??= new Refusal('denied', 'access_denied', String(other ?? reason ?? 'Access denied'));
          return self;
        },
      },
      accessToken: {
        setCustomClaim(name, value) {
          run.output.accessToken[name] = value;
          return self;
        },
        addScope(name) {
          run.output.scope = [...new Set([...(run.output.scope ?? run.input.scope), String(name)])];
          return self;
        },
        removeScope(name) {
          run.output.scope = (run.output.scope ?? run.input.scope).filter((other) => other !== name);
          return self;
        },
      },
      idToken: {
        setCustomClaim(name, value) {
          run.output.idToken[name] = value;
          return self;
        },
      },
      user: {
        setUserMetadata(name, value) {
          change('user_metadata', { [name]: value });
          return self;
        },
        setAppMetadata(name, value) {
          change('app_metadata', { [name]: value });
          return self;
        },
      },
      cache: {
        get(key) {
          return parse(host('cache.get', String(key))) ?? undefined;
        },
        set(key, value, options) {
          return parse(host('cache.set', stringify({ key: String(key), value: String(value), ...options })));
        },
        delete(key) {
          return parse(host('cache.delete', String(key)));
        },
      },
      redirect: {
        canRedirect: () => false,
        sendUserTo() {
          throw new Refusal(
            'redirect', 'interaction_required', 'An action asks for a redirect, which a token request cannot do');
        },
        encodeToken: unavailable('redirect.encodeToken'),
        validateToken: unavailable('redirect.validateToken'),
      },
      multifactor: {
        enable() {
          throw new Refusal('multifactor', 'mfa_required', 'Multifactor authentication required');
        },
      },
      authentication: {
        challengeWith: () => self.multifactor.enable(),
        challengeWithAny: () => self.multifactor.enable(),
        enrollWith: () => self.multifactor.enable(),
        enrollWithAny: () => self.multifactor.enable(),
        setPrimaryUser: unavailable('authentication.setPrimaryUser'),
        recordMethod: unavailable('authentication.recordMethod'),
      },
      refreshToken: {
        revoke(reason) {
          if (!run.input.event.refresh_token) {
            throw new Error('api.refreshToken.revoke needs a refresh token exchange');
          }
          throw new Refusal('revoked', 'access_denied', String(reason ?? 'Refresh token revoked'));
        },
        setExpiresAt(time) {
          earliest('expiresAt', time);
          return self;
        },
        setIdleExpiresAt(time) {
          earliest('idleExpiresAt', time);
          return self;
        },
        setMetadata: unavailable('refreshToken.setMetadata'),
        deleteMetadata: unavailable('refreshToken.deleteMetadata'),
        evictMetadata: unavailable('refreshToken.evictMetadata'),
      },
      rules: { wasExecuted: (name) => run.input.rules.some((place) => scripts[place].name === name) },
      session: { revoke: unavailable('session.revoke') },
      transaction: { setMetadata: unavailable('transaction.setMetadata') },
      validation: {
        error(code, reason) {
          throw new Refusal('denied', 'access_denied', String(reason ?? code));
        },
      },
      samlResponse: new Proxy({}, { get: () => () => self }),
    };
    return self;
  })();

  const whenAsked = (name, make) => {
    defineProperty(globalThis, name, {
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

  const runActions = async (order) => {
    const { event, configuration } = run.input;
    event.secrets = { ...configuration };
    for (const part of keys(run.changes)) {
      merge(event.user[part], run.changes[part]);
    }
    let known = run.input.rules.length === 0;
    for (const place of order) {
      if (!known) {
        invoke('', 'enter', scripts[place].place);
      }
      known = false;
      await scripts[place].exports.onExecutePostLogin(event, api);
      if (run.refusal !== null) {
        throw run.refusal;
      }
    }
  };

  // --- what the host calls -------------------------------------------------------------------------------------------

  const asModule = (source) => {
    const module = { exports: {} };
    evaluate(`(function (exports, module) {\n${source}\n})`)(module.exports, module);
    return module.exports;
  };

  const load = ({ kind, name, source }) => {
    const script = { name, place: String(scripts.length) };
    if (kind === 'library') {
      const library = asModule(source);
      modules.set(name, () => library);
      provide('_', library);
      return;
    }
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
      if (typeof script.exports?.onExecutePostLogin !== 'function') {
        throw new TypeError('An action exports onExecutePostLogin');
      }
    }
    scripts.push(script);
  };

  const answer = (value) => {
    invoke('', 'done', stringify(value));
  };
  const end = (error) => {
    const { output } = run;
    if (error) {
      const { kind, error: code, description } = failed(error);
      output.refusal = { kind, error: code, description };
    }
    if (shared !== undefined) {
      keepShared();
    }
    answer(output);
  };
  const act = () => {
    if (run.input.actions.length > 0) {
      runActions(run.input.actions).then(() => end(), end);
    } else {
      end();
    }
  };
  const execute = (input) => {
    const { user, context } = input;
    const { accessToken, idToken } = context ?? input;
    const changes = {};
    run = { input, output: { accessToken, idToken }, changes, refusal: null, user, context };
    order = input.rules;
    if (order.length > 0) {
      nextRule();
    } else {
      act();
    }
  };

  const syntax = (error) => {
    const place = /<input>:(\d+):(\d+)/.exec(String(error.stack));
    return { message: message(error), line: place ? Number(place[1]) - 1 : 0, column: place ? Number(place[2]) : 0 };
  };

  let entered = false;
  defineProperty(globalThis, '__refreshGrants', {
    value: () => {
      if (entered) {
        throw new Error('__refreshGrants is not for scripts');
      }
      entered = true;
      const task = parse(invoke('', 'task', ''));
      if (task.load !== undefined) {
        try {
          load(task.load);
          answer({});
        } catch (error) {
          answer({ problem: syntax(error) });
        }
        entered = false;
      } else {
        execute(task);
      }
    },
  });
})
