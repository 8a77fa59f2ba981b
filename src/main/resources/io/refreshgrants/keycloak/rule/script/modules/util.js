// What is used of Node's util.
((need) => {
  const { Buffer } = need('buffer');
  const { URL, URLSearchParams } = need('url');

  const isObject = (value) => value !== null && typeof value === 'object';
  const quoted = (text) => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  const primitiveText = (value) => {
    if (typeof value === 'string') return quoted(value);
    return typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : String(value);
  };
  const className = (value) => value.constructor?.name || 'null prototype';
  const keyText = (key) => (/^[a-z_$][\w$]*$/i.test(key) ? key : quoted(key));

  // Some engines keep the message out of the stack.
  const errorText = (error) => {
    const title = Error.prototype.toString.call(error);
    const stack = typeof error.stack === 'string' ? error.stack.trimEnd() : '';
    if (stack === '') return `[${title}]`;
    return stack.startsWith(title) ? stack : `${title}\n${stack}`;
  };

  // What says it all about an object that is more than its properties.
  const summary = (value) => {
    if (typeof value === 'function') return `[${className(value)}: ${value.name || '(anonymous)'}]`;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Error) return errorText(value);
    if (Buffer.isBuffer(value)) return `<Buffer${value.toString('hex').replace(/../g, ' $&')}>`;
    if (value instanceof URL || value instanceof URLSearchParams) return `${className(value)} ${quoted(String(value))}`;
    return '';
  };

  // On one line, whatever its length: a log is read by the line.
  const inspect = (value, options) => {
    const depth = options?.depth === null ? Infinity : options?.depth ?? 2;
    const around = [];
    const show = (item) => {
      if (!isObject(item) && typeof item !== 'function') return primitiveText(item);
      if (around.includes(item)) return '[Circular]';
      const name = className(item);
      const base = summary(item);
      const isList = Array.isArray(item) || (ArrayBuffer.isView(item) && !base);
      const isTable = item instanceof Map || item instanceof Set;
      const keys = Object.keys(item).filter((key) => !((isList || base.startsWith('<')) && /^\d+$/.test(key)));
      const size = isTable ? item.size : isList ? item.length : 0;
      if (base && keys.length === 0) return base;
      if (around.length > depth && (size || keys.length)) return `[${name}]`;
      around.push(item);
      const parts = isList ? Array.from(item, show) : item instanceof Set ? [...item].map(show) : [];
      if (item instanceof Map) parts.push(...[...item].map(([key, element]) => `${show(key)} => ${show(element)}`));
      parts.push(...keys.map((key) => `${keyText(key)}: ${show(item[key])}`));
      around.pop();
      const prefix = base || (isTable ? `${name}(${size})` : ['Object', 'Array'].includes(name) ? '' : name);
      const content = parts.length ? ` ${parts.join(', ')} ` : '';
      return (prefix && `${prefix} `) + (isList ? `[${content}]` : `{${content}}`);
    };
    return show(value);
  };

  const plainTexts = [Object, Array, Date].map((type) => type.prototype.toString);
  const hasOwnText = (value) => typeof value.toString === 'function' && !plainTexts.includes(value.toString);
  const stringText = (value) => {
    if (isObject(value)) return hasOwnText(value) ? String(value) : inspect(value, { depth: 0 });
    return typeof value === 'string' ? value : typeof value === 'function' ? String(value) : primitiveText(value);
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
    f: (value) => numberText(value, parseFloat),
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
    return function (...args) {
      return new Promise((resolve, reject) => {
        original.call(this, ...args, (error, value) => (error ? reject(error) : resolve(value)));
      });
    };
  };

  const inherits = (constructor, parent) => {
    Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
    Object.setPrototypeOf(constructor.prototype, parent.prototype);
  };

  // Members of a Set and keys of a Map are the same only when they are identical. Cycles end where they begin again.
  const isDeepStrictEqual = (left, right) => {
    const around = [];
    const equal = (a, b) => {
      if (Object.is(a, b)) return true;
      if (!isObject(a) || !isObject(b) || Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
      if (around.some((pair) => pair[0] === a && pair[1] === b)) return true;
      if (a instanceof Date && !Object.is(a.getTime(), b.getTime())) return false;
      if ([RegExp, URL, URLSearchParams].some((type) => a instanceof type) && String(a) !== String(b)) return false;
      if (a instanceof Error && (a.name !== b.name || a.message !== b.message)) return false;
      if (a instanceof Set && (a.size !== b.size || ![...a].every((item) => b.has(item)))) return false;
      if (a instanceof Map && (a.size !== b.size || ![...a.keys()].every((key) => b.has(key)))) return false;
      const keys = Object.keys(a);
      if (a.length !== b.length || keys.length !== Object.keys(b).length) return false;
      around.push([a, b]);
      const same = keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
        && (!(a instanceof Map) || [...a].every(([key, value]) => equal(value, b.get(key))));
      around.pop();
      return same;
    };
    return equal(left, right);
  };

  return { format, inspect, promisify, inherits, isDeepStrictEqual, TextEncoder, TextDecoder };
})
