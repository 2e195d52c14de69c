/** Adds jobs, 32 at a time. Each line of its input, `FROM TO`, is a range of them, with the response `added` once they are.
 *  Usage: node producer.js REDIS_PORT */

import { createInterface } from 'node:readline';
import { Queue } from 'bullmq';

const IN_FLIGHT = 32;
const queue = new Queue('tasks', { connection: { host: '127.0.0.1', port: Number(process.argv[2]) } });

async function add(from, to) {
  let next = from;
  const client = async () => {
    while (next < to) {
      const n = next++;
      await queue.add('post', { n, filler: 'x'.repeat(170) });
    }
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, to - from) }, client));
}

await queue.waitUntilReady();
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [from, to] = line.split(' ').map(Number);
  await add(from, to);
  console.log('added');
}
