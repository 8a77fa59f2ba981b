// Composes the files around it: builders is an object of their functions, each called once and before any script is loaded.
// Modules run on whatever scripts make of the built-in objects, so they are given no more than any script may have.
((builders) => (host) => {
  const built = new Map([['host', host]]);
  const need = (name) => {
    if (!built.has(name)) built.set(name, builders[name](need));
    return built.get(name);
  };
  const { Buffer, atob, btoa } = need('buffer');
  const { URL, URLSearchParams } = need('url');
  return {
    globals: { Buffer, URL, URLSearchParams, atob, btoa },
    modules: {
      buffer: { Buffer, atob, btoa },
      crypto: need('crypto'),
      jsonwebtoken: need('jsonwebtoken'),
      querystring: need('querystring'),
      url: need('legacy-url'),
      util: need('util'),
      uuid: need('uuid'),
      'uuid/v4': need('uuid').v4,
    },
  };
})
