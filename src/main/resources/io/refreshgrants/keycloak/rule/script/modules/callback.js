// For functions with an optional Node-style callback. There is no event loop: it is called before they return.
(() => (work, callback) => {
  if (typeof callback !== 'function') return work();
  let result;
  try {
    result = work();
  } catch (error) {
    callback(error);
    return undefined;
  }
  callback(null, result);
  return undefined;
})
