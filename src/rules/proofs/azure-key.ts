// Azure's identifiable keys: random bytes, a signature of four base64 characters that names the service, and the last
// four bytes a Marvin32 of all before them, under a seed for each kind of key (microsoft/security-utilities,
// IdentifiableMetadata.cs). The lengths are 32, 39, 40 and 64 bytes. Not the keys with JQQJ99: `checksum: azure-cask`.

import type { Evidence, Proof, Vote } from '../../model/proof.js';
import { parseNothing } from './argument.js';
import { computeMarvin32 } from './marvin32.js';

interface Size {
  readonly bytes: number;
  /** Where the signature starts in the base64. */
  readonly signatureAt: number;
}

const sizes: readonly Size[] = [
  { bytes: 32, signatureAt: 33 },
  { bytes: 39, signatureAt: 42 },
  { bytes: 40, signatureAt: 44 },
  { bytes: 64, signatureAt: 76 },
];

const signatureLength = 4;
const sumLength = 4;

/** Service and seeds (eight letters of ASCII) by signature. */
const services: Readonly<Record<string, { readonly service: string; readonly seeds: readonly string[] }>> = {
  '+ASt': { service: 'Azure Storage', seeds: ['Default0'] },
  '+ABa': { service: 'Azure Batch', seeds: ['AbAcct00'] },
  ACDb: { service: 'Azure Cosmos DB', seeds: ['MastRW00', 'MastRO00', 'SysAll00', 'Resour00', 'SystRO00', 'SystRW00', 'Encryp00'] },
  APIM: { service: 'Azure API Management', seeds: ['Tenant00', 'IoTHub00', 'Gatewy00', 'GitKey00'] },
  '+AMC': { service: 'Azure Machine Learning', seeds: ['Classic0'] },
  '+ASb': { service: 'Azure Service Bus', seeds: ['System00', 'Unknown0', 'Send0000', 'Manage00', 'Listen00'] },
  '+AEh': { service: 'Azure Event Hubs', seeds: ['System00', 'Unknown0', 'Send0000', 'Manage00', 'Listen00'] },
  '+ARm': { service: 'Azure Relay', seeds: ['Unknown0', 'Send0000', 'Manage00', 'Listen00'] },
  AIoT: { service: 'Azure IoT', seeds: ['IoTHub00', 'DpsKey00', 'Device00'] },
  AzCa: { service: 'Azure Cache for Redis', seeds: ['Access00'] },
  AZEG: { service: 'Azure Event Grid', seeds: ['SendRecv'] },
  '+ACR': { service: 'Azure Container Registry', seeds: ['ACRDflt0'] },
  AzSe: { service: 'Azure AI Search', seeds: ['Query000', 'PAdmin00'] },
  AzFu: { service: 'Azure Functions', seeds: ['Functi00', 'Master00', 'System00'] },
};

/** `azure-key: true`: names the service; a sum that fails proves nothing, for not every kind's seed is known. */
export const azureKey: Proof<void> = { parse: parseNothing, vote: voteAzureKey, complete: completeAzureKey };

function voteAzureKey({ secret }: Evidence): Vote {
  const bytes = decode(secret);
  const size = sizes.find((each) => each.bytes === bytes.length);
  const known = size === undefined ? undefined : services[readSignature(secret, size)];
  if (size === undefined || known === undefined) return { verdict: 'reject', why: "no Azure key: it holds no service's signature" };
  const sum = bytes.readUInt32LE(size.bytes - sumLength);
  const holds = known.seeds.some((seed) => computeSum(bytes, size, seed) === sum);
  return holds ? { verdict: 'certain', why: `its checksum holds, as a key of ${known.service}` } : { verdict: 'lower', why: `it has the form of ${known.service}, but no checksum that is known` };
}

function completeAzureKey(secretSoFar: string): string {
  const size = sizes.find((each) => secretSoFar.length === each.signatureAt + signatureLength);
  const seed = size === undefined ? undefined : services[readSignature(secretSoFar, size)]?.seeds[0];
  if (size === undefined || seed === undefined) throw new Error('an Azure key is completed behind the signature of its service');
  const bytes = Buffer.alloc(size.bytes);
  decode(`${secretSoFar}AA`).copy(bytes, 0, 0, size.bytes - sumLength);
  bytes.writeUInt32LE(computeSum(bytes, size, seed), size.bytes - sumLength);
  const rest = bytes.toString('base64').slice(secretSoFar.length);
  return secretSoFar.endsWith('AzFu') ? rest.replaceAll('+', '-').replaceAll('/', '_') : rest;
}

function readSignature(secret: string, { signatureAt }: Size): string {
  return secret.slice(signatureAt, signatureAt + signatureLength);
}

/** Both alphabets, with and without padding. */
function decode(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

function computeSum(bytes: Buffer, size: Size, seed: string): number {
  const halves = Buffer.from(seed, 'latin1');
  return computeMarvin32(bytes.subarray(0, size.bytes - sumLength), halves.readUInt32BE(0), halves.readUInt32BE(4));
}
