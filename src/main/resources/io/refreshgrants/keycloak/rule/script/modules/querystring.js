// Node's querystring.
((need) => {
  const percent = need('percent');

  const escape = (value) => encodeURIComponent(value);
  const unescape = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return percent.decode(String(text));
    }
  };

  const parse = (text, sep, eq, options) => {
    const result = Object.create(null);
    if (typeof text !== 'string') return result;
    const decode = options?.decodeURIComponent ?? unescape;
    const decoded = (part) => {
      const spaced = part.replaceAll('+', '%20');
      try {
        return spaced.includes('%') ? decode(spaced) : spaced;
      } catch {
        return unescape(spaced);
      }
    };
    let left = typeof options?.maxKeys === 'number' ? options.maxKeys : 1000;
    if (left <= 0) left = Infinity;
    for (const pair of text.split(String(sep || '&'))) {
      if (pair === '') continue;
      const [key, value] = percent.cut(pair, String(eq || '=')).map((part) => decoded(part ?? ''));
      if (!(key in result)) result[key] = value;
      else if (Array.isArray(result[key])) result[key].push(value);
      else result[key] = [result[key], value];
      if (--left === 0) break;
    }
    return result;
  };

  const stringify = (object, sep, eq, options) => {
    if (object === null || typeof object !== 'object') return '';
    const encode = options?.encodeURIComponent ?? escape;
    const encoded = (value) => (
      ['string', 'bigint', 'boolean'].includes(typeof value) || Number.isFinite(value) ? encode(String(value)) : ''
    );
    return Object.keys(object).flatMap((key) => (
      [object[key]].flat(1).map((value) => `${encode(key)}${eq || '='}${encoded(value)}`)
    )).join(sep || '&');
  };

  return { parse, decode: parse, stringify, encode: stringify, escape, unescape };
})
