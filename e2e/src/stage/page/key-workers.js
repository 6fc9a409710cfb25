// Before the page loads: keeps the page's key workers, so that a test can ask them what the program can ask them.
(() => {
  const workers = [];
  const Real = window.Worker;
  window.Worker = class extends Real {
    constructor(...all) {
      super(...all);
      workers.push(this);
    }
  };
  let asked = 0;
  const ask = (worker, leaf) =>
    new Promise((resolve) => {
      const id = --asked;
      const listen = ({ data }) => {
        if (data?.id !== id) return;
        worker.removeEventListener('message', listen);
        resolve(data.result);
      };
      worker.addEventListener('message', listen);
      worker.postMessage({ id, call: 'evidence', args: [leaf] });
      // A worker that was ended never answers.
      setTimeout(() => resolve(undefined), 5_000);
    });
  window.stoaEvidence = async (leaf) => {
    const made = (await Promise.all(workers.map((worker) => ask(worker, leaf)))).find((one) => one);
    return made && btoa(Array.from(made, (byte) => String.fromCharCode(byte)).join(''));
  };
})();
