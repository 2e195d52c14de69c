/** Runs the jobs of a queue, 32 at once: each is a POST of its data. Usage: node worker.js REDIS_PORT HOST:PORT */

import http from 'node:http';
import { Worker } from 'bullmq';

const [port, destination] = process.argv.slice(2);
const [host, destinationPort] = destination.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

function post(body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request({ host, port: destinationPort, method: 'POST', path: '/', agent, headers });
    request.on('error', reject);
    request.on('response', (response) => {
      const parts = [];
      response.on('error', reject);
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(parts).toString() }));
    });
    request.end(body);
  });
}

async function run({ data }) {
  const response = await post(JSON.stringify(data));
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return response;
}

const worker = new Worker('tasks', run, { connection: { host: '127.0.0.1', port: Number(port) }, concurrency: 32 });
await worker.waitUntilReady();
console.log('ready');
