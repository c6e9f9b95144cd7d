/** A peer of dcmjs-dimse in a process of its own. Arguments: scp FOLDER PORT | scu PORT FILE SYNTAX. */

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import dimse from 'dcmjs-dimse';

const { Client, Dataset, Server, Scp, log } = dimse;
const { CEchoRequest, CFindRequest, CStoreRequest, NCreateRequest } = dimse.requests;
const { CEchoResponse, CFindResponse, CStoreResponse, NCreateResponse } = dimse.responses;
const { Status, PresentationContextResult } = dimse.constants;

const [role, ...rest] = process.argv.slice(2);
log.setLevel('silent');

/** Keeps the bytes of C-STORE as they come, answers one match to C-FIND, and the rest with success. */
class Keeping extends Scp {
  associationRequested(association) {
    for (const { id } of association.getPresentationContexts()) {
      const context = association.getPresentationContext(id);
      context.setResult(PresentationContextResult.Accept, context.getTransferSyntaxUids()[0]);
    }
    this.association = association;
    this.sendAssociationAccept();
  }

  associationReleaseRequested() {
    this.sendAssociationReleaseResponse();
  }

  createStoreWritableStream(_context, request) {
    return createWriteStream(join(rest[0], `${request.getAffectedSopInstanceUid()}.bin`));
  }

  createDatasetFromStoreWritableStream(writable, _context, callback) {
    if (writable.writableFinished) callback(undefined);
    else writable.once('finish', () => callback(undefined));
  }

  cStoreRequest(request, callback) {
    callback(succeeded(CStoreResponse, request));
  }

  cEchoRequest(request, callback) {
    callback(succeeded(CEchoResponse, request));
  }

  nCreateRequest(request, callback) {
    callback(succeeded(NCreateResponse, request));
  }

  cFindRequest(request, callback) {
    const match = CFindResponse.fromRequest(request);
    match.setDataset(new Dataset({ PatientID: '12345', PatientName: 'JOHN^DOE' }));
    match.setStatus(Status.Pending);
    callback([match, succeeded(CFindResponse, request)]);
  }
}

function succeeded(Response, request) {
  const response = Response.fromRequest(request);
  response.setStatus(Status.Success);
  return response;
}

if (role === 'scp') {
  const server = new Server(Keeping);
  server.on('networkError', () => {});
  server.listen(Number(rest[1]));
} else {
  const client = new Client();
  const requests = [
    new CEchoRequest(),
    CFindRequest.createWorklistFindRequest({ PatientName: '*' }),
    new NCreateRequest('1.2.840.10008.3.1.2.3.3', '2.25.7'),
    new CStoreRequest(rest[1]),
  ];
  requests[2].setDataset(new Dataset({ PatientID: '12345' }));
  for (const request of requests) {
    request.on('response', (response) => {
      process.stdout.write(`${request.constructor.name} ${response.getStatus().toString(16)}\n`);
    });
    client.addRequest(request);
  }
  client.on('networkError', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
  client.send('127.0.0.1', Number(rest[0]), 'DCMJS', 'LETHE');
}
