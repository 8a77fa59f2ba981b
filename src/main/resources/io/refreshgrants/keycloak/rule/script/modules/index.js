// Composes the files around it: builders is an object of their functions, each called once, when something first needs
// it, so that scripts pay for no module they do not use.
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
      buffer: () => ({ Buffer, atob, btoa }),
      crypto: () => need('crypto'),
      jsonwebtoken: () => need('jsonwebtoken'),
      querystring: () => need('querystring'),
      url: () => need('legacy-url'),
      util: () => need('util'),
      uuid: () => need('uuid'),
      'uuid/v4': () => need('uuid').v4,
    },
  };
})
