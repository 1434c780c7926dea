import { stream } from "./calls.js";

const MILLIS_TO_NEXT_TRY = 1000;

/* Server-sent events, read by fetch since an EventSource cannot send the key. Calls handlers by the events' names. */
async function follow(handlers) {
  for (;;) {
    try {
      const response = await stream("/api/events");
      if (response.ok) {
        handlers.connected();
        await read(response.body.pipeThrough(new TextDecoderStream()).getReader(), handlers);
      }
    } catch (ended) {
      // Tried again below.
    }
    handlers.disconnected();
    await new Promise((later) => setTimeout(later, MILLIS_TO_NEXT_TRY));
  }
}

async function read(reader, handlers) {
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    text += value;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      tell(text.slice(0, end), handlers);
      text = text.slice(end + 2);
    }
  }
}

function tell(event, handlers) {
  const fields = Object.fromEntries(event.split("\n").map((line) => line.split(/: (.*)/s)));
  if (fields.event !== undefined) {
    handlers[fields.event]?.(JSON.parse(fields.data));
  }
}

export { follow };
