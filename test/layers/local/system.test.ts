import { systemClock, systemEntropy } from '../../../layers/local/system.ts';
import { describeClockContract, describeEntropyContract } from '../../contracts/machineContract.ts';

describeClockContract('the machine', systemClock);
describeEntropyContract('the machine', systemEntropy);
