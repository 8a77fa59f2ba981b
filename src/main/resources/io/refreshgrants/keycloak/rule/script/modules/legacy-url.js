// Node's url: its older functions, for URLs with an authority or a path, next to URL.
((need) => {
  const percent = need('percent');
  const querystring = need('querystring');
  const { URL, URLSearchParams } = need('url');

  const WITH_HOST = ['http:', 'https:', 'ftp:', 'ws:', 'wss:', 'file:'];
  const UNSAFE = /[\t\n\r "'<>\\^`{|}]/g;
  const PARTS = /^([a-z][a-z0-9+.-]*:)?(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/is;

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
    format() { return format(this); }
    resolve(to) { return resolve(this.href, to); }
  }

  const readAuthority = (result, text) => {
    const at = text.lastIndexOf('@');
    if (at >= 0) result.auth = percent.decode(text.slice(0, at));
    const [, name, port] = /^(\[.*\]|.*?)(?::(\d*))?$/s.exec(text.slice(at + 1).toLowerCase());
    if (/[\s"%';<>\\^`{|}]/.test(name)) throw new TypeError('Invalid URL');
    result.slashes = true;
    result.port = port || null;
    result.host = name + (port ? `:${port}` : '');
    result.hostname = name.replace(/^\[(.*)\]$/, '$1');
  };

  const parse = (input, parseQuery, slashesDenoteHost) => {
    if (input instanceof Url) return input;
    if (typeof input !== 'string') throw new TypeError('The "url" argument must be of type string');
    const text = input.trim().replace(/^[^?#]*/, (front) => front.replaceAll('\\', '/'));
    const [, scheme, authority, path, search, hash] = PARTS.exec(text);
    const result = new Url();
    const hosted = authority !== undefined && (scheme || slashesDenoteHost);
    if (scheme) result.protocol = scheme.toLowerCase();
    if (hosted) readAuthority(result, authority.slice(2));
    const pathname = percent.encode((hosted ? '' : authority ?? '') + path, UNSAFE);
    result.pathname = pathname || (WITH_HOST.includes(result.protocol) && result.hostname ? '/' : null);
    if (search) result.search = percent.encode(search, UNSAFE);
    if (hash) result.hash = percent.encode(hash, UNSAFE);
    const query = result.search?.slice(1) ?? null;
    result.query = parseQuery ? querystring.parse(query ?? '') : query;
    if (result.pathname || result.search) result.path = (result.pathname ?? '') + (result.search ?? '');
    result.href = result.format();
    return result;
  };

  const formatParts = (parts) => {
    const prefixed = (text, prefix) => (text && !text.startsWith(prefix) ? prefix + text : text || '');
    const protocol = parts.protocol ? `${parts.protocol.replace(/:$/, '')}:` : '';
    const auth = parts.auth ? `${encodeURIComponent(parts.auth).replaceAll('%3A', ':')}@` : '';
    const name = parts.hostname?.includes(':') ? `[${parts.hostname.replace(/^\[|\]$/g, '')}]` : parts.hostname;
    const host = parts.host || (name ? name + (parts.port ? `:${parts.port}` : '') : '');
    let authority = host ? auth + host : '';
    let pathname = (parts.pathname || '').replaceAll('#', '%23').replaceAll('?', '%3F');
    if (parts.slashes || (WITH_HOST.includes(protocol) && host) || protocol === 'file:') {
      authority = `//${authority}`;
      pathname = prefixed(pathname, '/');
    }
    const query = parts.query && typeof parts.query === 'object' ? querystring.stringify(parts.query) : '';
    const search = prefixed((parts.search || query).replaceAll('#', '%23'), '?');
    return protocol + authority + pathname + search + prefixed(parts.hash, '#');
  };

  const format = (value, options = {}) => {
    if (typeof value === 'string') return parse(value).href;
    if (value === null || typeof value !== 'object') throw new TypeError('Expected a URL, an object or a string');
    if (!(value instanceof URL)) return formatParts(value);
    const copy = new URL(value);
    if (options.auth === false) copy.username = copy.password = '';
    if (options.search === false) copy.search = '';
    if (options.fragment === false) copy.hash = '';
    return copy.href;
  };

  // Where both are relative, what they share is a scheme that is taken off again.
  const resolve = (from, to) => {
    const result = new URL(to, new URL(from, 'relative://'));
    if (result.protocol !== 'relative:') return result.href;
    return (result.host && `//${result.host}`) + result.pathname + result.search + result.hash;
  };

  return { URL, URLSearchParams, Url, parse, format, resolve };
})
