// Dash asks for its layout and its callbacks as it starts. The page already holds both: answer from there.
// Its loader of scripts is compiled for a global that only its polyfill makes, which a browser of today does not fetch.
(function () {
    "use strict";
    window.regeneratorRuntime = window.regeneratorRuntime || {
        mark: (steps) => steps,
        wrap: function* (steps) {
            const state = {next: 0, isDone: false, stop: () => { state.isDone = true; }};
            for (let value = steps(state); !state.isDone; value = steps(state)) {
                state.sent = yield value;
            }
        },
    };
    const answers = new Map();
    for (const script of document.querySelectorAll("script[data-answer]")) {
        answers.set(script.dataset.answer, script.textContent);
    }
    const ask = window.fetch;
    window.fetch = function (resource, options) {
        const path = new URL(resource instanceof Request ? resource.url : resource, location.href).pathname;
        if (!answers.has(path)) {
            return ask.call(window, resource, options);
        }
        const text = answers.get(path);
        answers.delete(path);
        return Promise.resolve(new Response(text, {headers: {"Content-Type": "application/json"}}));
    };
})();
