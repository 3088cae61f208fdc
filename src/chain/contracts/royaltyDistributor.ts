// Made by `npm run contracts` from contracts/RoyaltyDistributor.sol.
export const royaltyDistributor = {
  abi: [
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "owner",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "publisher",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "guardian",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "challengeWindow",
          "type": "uint256"
        }
      ],
      "stateMutability": "nonpayable",
      "type": "constructor"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "AccountOptedOut",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "claimed",
          "type": "uint256"
        }
      ],
      "name": "AlreadyClaimed",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "AlreadySubmitted",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "EmptyRoot",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "EnforcedPause",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "available",
          "type": "uint256"
        }
      ],
      "name": "ExceedsDeclared",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "setAside",
          "type": "uint256"
        }
      ],
      "name": "ExceedsSetAside",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "surplus",
          "type": "uint256"
        }
      ],
      "name": "ExceedsSurplus",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "ExpectedPause",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "FailedCall",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "balance",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "needed",
          "type": "uint256"
        }
      ],
      "name": "InsufficientBalance",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "InvalidProof",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "to",
          "type": "address"
        }
      ],
      "name": "InvalidRecipient",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "InvalidShortString",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "InvalidSignature",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "LengthsDiffer",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "eachToken",
          "type": "uint256"
        }
      ],
      "name": "NotEnoughGas",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        },
        {
          "internalType": "address",
          "name": "caller",
          "type": "address"
        }
      ],
      "name": "NotInRole",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "next",
          "type": "uint256"
        }
      ],
      "name": "NotNext",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        },
        {
          "internalType": "address",
          "name": "caller",
          "type": "address"
        }
      ],
      "name": "NotProposed",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "OnlySelf",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "owner",
          "type": "address"
        }
      ],
      "name": "OwnableInvalidOwner",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "OwnableUnauthorizedAccount",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "OwnerRequired",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "sent",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "received",
          "type": "uint256"
        }
      ],
      "name": "ReceivedDiffers",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "ReentrancyGuardReentrantCall",
      "type": "error"
    },
    {
      "inputs": [],
      "name": "RescueFailed",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "key",
          "type": "address"
        }
      ],
      "name": "RolesNotSeparate",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "RootNotActive",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "RootNotLive",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "RootNotPending",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "SafeERC20FailedOperation",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "deadline",
          "type": "uint256"
        }
      ],
      "name": "SignatureExpired",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "str",
          "type": "string"
        }
      ],
      "name": "StringTooLong",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "TokensNotAscending",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "most",
          "type": "uint256"
        }
      ],
      "name": "TooManyPending",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "most",
          "type": "uint256"
        }
      ],
      "name": "TooManyTokens",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "from",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "to",
          "type": "uint256"
        }
      ],
      "name": "TotalFalls",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "TotalTooLarge",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "missing",
          "type": "uint256"
        }
      ],
      "name": "Unfunded",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "activatableAt",
          "type": "uint256"
        }
      ],
      "name": "WindowOpen",
      "type": "error"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "bytes",
          "name": "reason",
          "type": "bytes"
        }
      ],
      "name": "ClaimFailed",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "cumulative",
          "type": "uint256"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        },
        {
          "indexed": false,
          "internalType": "bytes32",
          "name": "root",
          "type": "bytes32"
        }
      ],
      "name": "Claimed",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [],
      "name": "EIP712DomainChanged",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "from",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "Funded",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "bool",
          "name": "optedOut",
          "type": "bool"
        }
      ],
      "name": "OptOutSet",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "previousOwner",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "newOwner",
          "type": "address"
        }
      ],
      "name": "OwnershipTransferStarted",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "previousOwner",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "newOwner",
          "type": "address"
        }
      ],
      "name": "OwnershipTransferred",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": false,
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "Paused",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "address",
          "name": "to",
          "type": "address"
        }
      ],
      "name": "RecipientSet",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "Recounted",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "to",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "Rescued",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "from",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "to",
          "type": "address"
        }
      ],
      "name": "RoleChanged",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "proposed",
          "type": "address"
        }
      ],
      "name": "RoleProposed",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "RootActivated",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "RootDisabled",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "indexed": true,
          "internalType": "bytes32",
          "name": "root",
          "type": "bytes32"
        },
        {
          "indexed": false,
          "internalType": "bytes32",
          "name": "manifestHash",
          "type": "bytes32"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "activatableAt",
          "type": "uint256"
        }
      ],
      "name": "RootSubmitted",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": false,
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "Unpaused",
      "type": "event"
    },
    {
      "inputs": [],
      "name": "GAS_EACH_TOKEN",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "PENDING_MAX",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "REASON_BYTES_MAX",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "TOKENS_MAX",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "acceptOwnership",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        }
      ],
      "name": "acceptRole",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "activate",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "challengeWindow",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "cumulative",
          "type": "uint256"
        },
        {
          "internalType": "bytes32[]",
          "name": "proof",
          "type": "bytes32[]"
        }
      ],
      "name": "claim",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address[]",
          "name": "tokens",
          "type": "address[]"
        },
        {
          "internalType": "uint256[]",
          "name": "cumulatives",
          "type": "uint256[]"
        },
        {
          "internalType": "bytes32[][]",
          "name": "proofs",
          "type": "bytes32[][]"
        }
      ],
      "name": "claim",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "cumulative",
          "type": "uint256"
        },
        {
          "internalType": "bytes32[]",
          "name": "proof",
          "type": "bytes32[]"
        }
      ],
      "name": "claimAlone",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address[]",
          "name": "tokens",
          "type": "address[]"
        },
        {
          "internalType": "uint256[]",
          "name": "cumulatives",
          "type": "uint256[]"
        },
        {
          "internalType": "bytes32[][]",
          "name": "proofs",
          "type": "bytes32[][]"
        }
      ],
      "name": "claimStrict",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "components": [
            {
              "internalType": "uint256",
              "name": "index",
              "type": "uint256"
            },
            {
              "internalType": "address",
              "name": "account",
              "type": "address"
            },
            {
              "internalType": "address",
              "name": "token",
              "type": "address"
            },
            {
              "internalType": "address",
              "name": "to",
              "type": "address"
            },
            {
              "internalType": "uint256",
              "name": "cumulative",
              "type": "uint256"
            },
            {
              "internalType": "uint256",
              "name": "deadline",
              "type": "uint256"
            }
          ],
          "internalType": "struct RoyaltyDistributor.SignedClaim",
          "name": "signed",
          "type": "tuple"
        },
        {
          "internalType": "bytes32[]",
          "name": "proof",
          "type": "bytes32[]"
        },
        {
          "internalType": "bytes",
          "name": "signature",
          "type": "bytes"
        }
      ],
      "name": "claimWithSignature",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "claimed",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "claimedTotal",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "claimedUnder",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "disable",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "eip712Domain",
      "outputs": [
        {
          "internalType": "bytes1",
          "name": "fields",
          "type": "bytes1"
        },
        {
          "internalType": "string",
          "name": "name",
          "type": "string"
        },
        {
          "internalType": "string",
          "name": "version",
          "type": "string"
        },
        {
          "internalType": "uint256",
          "name": "chainId",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "verifyingContract",
          "type": "address"
        },
        {
          "internalType": "bytes32",
          "name": "salt",
          "type": "bytes32"
        },
        {
          "internalType": "uint256[]",
          "name": "extensions",
          "type": "uint256[]"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "fund",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "funded",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "guardian",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "highestActive",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "bytes32",
          "name": "root",
          "type": "bytes32"
        },
        {
          "internalType": "bytes32",
          "name": "manifestHash",
          "type": "bytes32"
        }
      ],
      "name": "indexOf",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "lastLive",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "nextPending",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        }
      ],
      "name": "optedOut",
      "outputs": [
        {
          "internalType": "bool",
          "name": "",
          "type": "bool"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "owner",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "pause",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "paused",
      "outputs": [
        {
          "internalType": "bool",
          "name": "",
          "type": "bool"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "pendingOwner",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        },
        {
          "internalType": "address",
          "name": "key",
          "type": "address"
        }
      ],
      "name": "proposeRole",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        }
      ],
      "name": "proposed",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "publisher",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "account",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "recipientOf",
      "outputs": [
        {
          "internalType": "address",
          "name": "",
          "type": "address"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "recount",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "renounceOwnership",
      "outputs": [],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "to",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "amount",
          "type": "uint256"
        }
      ],
      "name": "rescue",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "enum Roles.Role",
          "name": "role",
          "type": "uint8"
        }
      ],
      "name": "revokeRole",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "rootCount",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "roots",
      "outputs": [
        {
          "internalType": "bytes32",
          "name": "root",
          "type": "bytes32"
        },
        {
          "internalType": "bytes32",
          "name": "manifestHash",
          "type": "bytes32"
        },
        {
          "internalType": "uint256",
          "name": "activatableAt",
          "type": "uint256"
        },
        {
          "internalType": "enum DistributorTypes.Status",
          "name": "status",
          "type": "uint8"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "setAsideOf",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "bool",
          "name": "optOut",
          "type": "bool"
        }
      ],
      "name": "setOptOut",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "to",
          "type": "address"
        }
      ],
      "name": "setRecipient",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "shortfall",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "bytes32",
          "name": "root",
          "type": "bytes32"
        },
        {
          "internalType": "bytes32",
          "name": "manifestHash",
          "type": "bytes32"
        },
        {
          "internalType": "address[]",
          "name": "tokens",
          "type": "address[]"
        },
        {
          "internalType": "uint256[]",
          "name": "totals",
          "type": "uint256[]"
        }
      ],
      "name": "submitRoot",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "surplus",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        }
      ],
      "name": "tokensOf",
      "outputs": [
        {
          "internalType": "address[]",
          "name": "",
          "type": "address[]"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
        },
        {
          "internalType": "address",
          "name": "token",
          "type": "address"
        }
      ],
      "name": "totalOf",
      "outputs": [
        {
          "internalType": "uint256",
          "name": "",
          "type": "uint256"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "newOwner",
          "type": "address"
        }
      ],
      "name": "transferOwnership",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "unpause",
      "outputs": [],
      "stateMutability": "nonpayable",
      "type": "function"
    }
  ],
  bytecode:
    '0x6101806040526006805463ffffffff60481b1916690100000000000000000017905534801561002c575f5ffd5b506040516151a23803806151a283398101604081905261004b91610384565b8084848482604051806040016040528060128152602001712937bcb0b63a3ca234b9ba3934b13aba37b960711b815250604051806040016040528060018152602001603160f81b8152506100a4826101e160201b60201c565b610120526100b1816101e1565b61014052815160208084019190912060e052815190820120610100524660a05261013d60e05161010051604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201529081019290925260608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b60805250503060c0526001600160a01b03811661017457604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b61017d8161021e565b50806001600160a01b0316826001600160a01b0316036101bb5760405163b0ec069960e01b81526001600160a01b038316600482015260240161016b565b6101c55f8361023a565b6101d060018261023a565b505050610160525061043b92505050565b5f5f829050601f8151111561020b578260405163305a27a960e01b815260040161016b91906103cc565b805161021682610401565b179392505050565b600380546001600160a01b031916905561023781610318565b50565b806001600160a01b031660045f84600181111561025957610259610427565b600181111561026a5761026a610427565b815260208101919091526040015f20546001600160a01b031683600181111561029557610295610427565b6040517f89b2ee67afa436288c599865a5dd2652d516797612881512082321c02c88c069905f90a48060045f8460018111156102d3576102d3610427565b60018111156102e4576102e4610427565b81526020019081526020015f205f6101000a8154816001600160a01b0302191690836001600160a01b031602179055505050565b600280546001600160a01b038381166001600160a01b0319831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b80516001600160a01b038116811461037f575f5ffd5b919050565b5f5f5f5f60808587031215610397575f5ffd5b6103a085610369565b93506103ae60208601610369565b92506103bc60408601610369565b6060959095015193969295505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b80516020808301519190811015610421575f198160200360031b1b821691505b50919050565b634e487b7160e01b5f52602160045260245ffd5b60805160a05160c05160e05161010051610120516101405161016051614d0561049d5f395f818161054701526123fe01525f61303501525f61300501525f61410001525f6140d801525f61403301525f61405d01525f6140870152614d055ff3fe608060405234801561000f575f5ffd5b5060043610610325575f3560e01c80638bc8407a116101a8578063bb9e2543116100f3578063d8d390f51161009e578063eeedf23011610079578063eeedf230146107c2578063f2fde38b146107d5578063fa7ebc11146107e8578063fa9bbbeb14610843575f5ffd5b8063d8d390f51461077e578063e30c397814610791578063ea66b875146107af575f5ffd5b8063c3455976116100ce578063c345597614610745578063cb8b9c4114610758578063d518eaf61461076b575f5ffd5b8063bb9e2543146106c7578063c20137fb146106da578063c2b40ae4146106ed575f5ffd5b8063a2eb892711610153578063affa3d971161012e578063affa3d9714610654578063b260c42a146106ac578063ba739a62146106bf575f5ffd5b8063a2eb89271461062a578063a61175d51461064a578063a67e91a814610366575f5ffd5b80639946b9a5116101835780639946b9a5146105a25780639d71674a146105b5578063a298f9ae146105be575f5ffd5b80638bc8407a146105695780638c72c54e1461057c5780638da5cb5b14610584575f5ffd5b8063449fb59e11610273578063715018a61161021e5780637b1837de116101f95780637b1837de1461050c5780638456cb591461051f57806384b0196e14610527578063861a141214610542575f5ffd5b8063715018a6146104e957806373818a94146104f157806379ba509714610504575f5ffd5b80635c975abb1161024e5780635c975abb1461046f5780635f470062146104865780636cae7d0f14610499575f5ffd5b8063449fb59e14610441578063452a93201461045457806345f9fc781461045c575f5ffd5b806321111bb4116102d35780633cd14890116102ae5780633cd14890146103ee5780633f4ba83a1461042657806341f2923a1461042e575f5ffd5b806321111bb4146103b15780632e7ba6ef146103c857806331a5ecdf146103db575f5ffd5b80631da92ad2116103035780631da92ad2146103815780631e4e44731461039657806320ff430b1461039e575f5ffd5b80630c9cbf0e14610329578063130ec68f14610366578063176d698e1461036e575b5f5ffd5b610353610337366004614290565b600a60209081525f928352604080842090915290825290205481565b6040519081526020015b60405180910390f35b610353604081565b61035361037c3660046142c7565b610856565b61039461038f36600461432a565b61091d565b005b610353610a1c565b6103946103ac3660046143e4565b610aa7565b60065465010000000000900463ffffffff16610353565b6103946103d6366004614422565b610c06565b6103946103e9366004614487565b610c62565b6104016103fc3660046144b4565b610cf2565b60405173ffffffffffffffffffffffffffffffffffffffff909116815260200161035d565b610394610d45565b61039461043c3660046144cd565b610d57565b61039461044f3660046144b4565b610fea565b610401611185565b61035361046a3660046142c7565b6111c8565b60065460ff165b604051901515815260200161035d565b6103946104943660046144f7565b611282565b6104766104a73660046142c7565b73ffffffffffffffffffffffffffffffffffffffff165f908152600b602052604090205474010000000000000000000000000000000000000000900460ff1690565b6103946112d2565b600654610100900463ffffffff16610353565b61039461130c565b61039461051a3660046144cd565b611383565b6103946115b4565b61052f6115e3565b60405161035d97969594939291906145ba565b6103537f000000000000000000000000000000000000000000000000000000000000000081565b610394610577366004614290565b611641565b610401611806565b60025473ffffffffffffffffffffffffffffffffffffffff16610401565b6103946105b0366004614679565b611810565b61035361010081565b6103536105cc366004614690565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8516845260040190915290205470010000000000000000000000000000000090046fffffffffffffffffffffffffffffffff1692915050565b61063d610638366004614679565b6119e2565b60405161035d91906146b3565b6103536207a12081565b610353610662366004614690565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff851684526004019091529020546fffffffffffffffffffffffffffffffff1692915050565b6103946106ba366004614679565b611a5b565b610353611d89565b6103946106d536600461470b565b611e0c565b6103536106e8366004614725565b611ec9565b6107356106fb366004614679565b5f90815260076020526040902080546001820154600290920154909267ffffffffffffffff82169168010000000000000000900460ff1690565b60405161035d9493929190614772565b6103946107533660046147a6565b611f2c565b61039461076636600461432a565b611fe4565b6103946107793660046144b4565b612133565b61035361078c366004614859565b6121a3565b60035473ffffffffffffffffffffffffffffffffffffffff16610401565b6103536107bd3660046142c7565b6124e8565b6103536107d0366004614690565b61253f565b6103946107e33660046142c7565b6125c6565b6103536107f63660046142c7565b73ffffffffffffffffffffffffffffffffffffffff165f9081526008602052604090205470010000000000000000000000000000000090046fffffffffffffffffffffffffffffffff1690565b610401610851366004614290565b612676565b5f73ffffffffffffffffffffffffffffffffffffffff8216610879575047919050565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201526109179073ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa1580156108e5573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061090991906148bd565b61091284612731565b6127bf565b92915050565b6109256127d0565b61092d61280d565b61093987868584612864565b5f5b858110156109e4576109dc89896109738b8b8b8781811061095e5761095e6148d4565b905060200201602081019061085191906142c7565b8a8a86818110610985576109856148d4565b905060200201602081019061099a91906142c7565b8989878181106109ac576109ac6148d4565b905060200201358888888181106109c5576109c56148d4565b90506020028101906109d79190614901565b612961565b60010161093b565b50610a12610d555f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061285e565b5050505050505050565b60065463ffffffff65010000000000820481169169010000000000000000009004165b808210610a945760015f8381526007602052604090206002015468010000000000000000900460ff166003811115610a7957610a79614745565b03610a82575090565b81610a8c81614992565b925050610a3f565b5050600654610100900463ffffffff1690565b610aaf612ba3565b610ab761280d565b5f610ac184610856565b905080821115610b21576040517f3b02d5ea00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602481018290526044015b60405180910390fd5b8273ffffffffffffffffffffffffffffffffffffffff168473ffffffffffffffffffffffffffffffffffffffff167f3af790fafda720819b2fc6e15090606e81154e0ac9a92d38ecad006d99d20ecc84604051610b8091815260200190565b60405180910390a373ffffffffffffffffffffffffffffffffffffffff8416610bb257610bad8383612bf6565b610bd3565b610bd373ffffffffffffffffffffffffffffffffffffffff85168484612c9b565b50610c01610d555f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061285e565b505050565b610c0e6127d0565b610c1661280d565b610c2e8533610c253388612676565b87878787612961565b610c5b610d555f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061285e565b5050505050565b335f818152600b602052604090819020805484151574010000000000000000000000000000000000000000027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff909116179055517fcf41e05dd9d5ee4059a7285ed2923394da50bcfdac50108f515eedfe0dc9622290610ce790841515815260200190565b60405180910390a250565b5f60055f836001811115610d0857610d08614745565b6001811115610d1957610d19614745565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff1692915050565b610d4d612ba3565b610d55612cf6565b565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff163314610dd65780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610b189291906149c6565b73ffffffffffffffffffffffffffffffffffffffff83165f8181526008602090815260408083208054600654610100900463ffffffff1685526007845282852095855260049095019092528220549092610e659170010000000000000000000000000000000082046fffffffffffffffffffffffffffffffff90811692610e6092821691166127bf565b612d73565b905080841115610ec0576040517fe1d2d36800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8616600482015260248101829052604401610b18565b815484908390601090610efa90849070010000000000000000000000000000000090046fffffffffffffffffffffffffffffffff166149ff565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff16021790555083825f015f8282829054906101000a90046fffffffffffffffffffffffffffffffff16610f5d9190614a27565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff1602179055508473ffffffffffffffffffffffffffffffffffffffff167fb9307a15b259d3781f0e1bee863b4ca89e829b3c7ab4035146aece5664c6509085604051610fdb91815260200190565b60405180910390a25050505050565b60055f826001811115610fff57610fff614745565b600181111561101057611010614745565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff1633146110725780336040517fdb6222a7000000000000000000000000000000000000000000000000000000008152600401610b189291906149c6565b5f8082600181111561108657611086614745565b14611091575f611094565b60015b905060045f8260018111156110ab576110ab614745565b60018111156110bc576110bc614745565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16330361111c576040517fb0ec0699000000000000000000000000000000000000000000000000000000008152336004820152602401610b18565b60055f83600181111561113157611131614745565b600181111561114257611142614745565b815260208101919091526040015f2080547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556111818233612d85565b5050565b5f60048160015b600181111561119d5761119d614745565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16919050565b73ffffffffffffffffffffffffffffffffffffffff81165f818152600860205260408082205490517f70a0823100000000000000000000000000000000000000000000000000000000815230600482015291926fffffffffffffffffffffffffffffffff909116916370a0823190602401602060405180830381865afa158015611254573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061127891906148bd565b6109179190614a4f565b3330146112bb576040517f14d4a4e800000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6112ca8686610c258888612676565b505050505050565b6112da612ba3565b6040517f3c776be100000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b600354339073ffffffffffffffffffffffffffffffffffffffff168114611377576040517f118cdaa700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610b18565b61138081612e97565b50565b61138b61280d565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f9073ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa1580156113f5573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061141991906148bd565b905061143d73ffffffffffffffffffffffffffffffffffffffff8416333085612ec8565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f90829073ffffffffffffffffffffffffffffffffffffffff8616906370a0823190602401602060405180830381865afa1580156114a9573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906114cd91906148bd565b6114d79190614a62565b9050828114611538576040517f8c70255200000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff851660048201526024810184905260448101829052606401610b18565b604051838152339073ffffffffffffffffffffffffffffffffffffffff8616907f3b5083eec1a1116c56de5d6841cff8efc6a0aec9850e836ec509d6ce024ea5619060200160405180910390a35050611181610d555f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061285e565b60025473ffffffffffffffffffffffffffffffffffffffff1633146115db576115db612f24565b610d55612fa3565b5f6060805f5f5f60606115f4612ffe565b6115fc61302e565b604080515f808252602082019092527f0f000000000000000000000000000000000000000000000000000000000000009b939a50919850469750309650945092509050565b3073ffffffffffffffffffffffffffffffffffffffff8216036116a8576040517f17858bbe00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610b18565b335f908152600b6020526040902073ffffffffffffffffffffffffffffffffffffffff83166117145780547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff83161781556117b2565b80547fffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffffff167501000000000000000000000000000000000000000000178155335f908152600c6020908152604080832073ffffffffffffffffffffffffffffffffffffffff8781168552925290912080549184167fffffffffffffffffffffffff00000000000000000000000000000000000000009092169190911790555b60405173ffffffffffffffffffffffffffffffffffffffff838116825284169033907f7629cacead6ad550d6c80debe2d0d51aed2ba920ea20c94b82207abf09ecdcb39060200160405180910390a3505050565b5f6004818061118c565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff16331461188f5780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610b189291906149c6565b5f828152600760205260409020600281015468010000000000000000900460ff1660018160038111156118c4576118c4614745565b141580156118e4575060028160038111156118e1576118e1614745565b14155b1561191e576040517fdd9399e700000000000000000000000000000000000000000000000000000000815260048101859052602401610b18565b600282810180547fffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffff166803000000000000000017905581600381111561196657611966614745565b036119b25761197482613059565b600654610100900463ffffffff1684036119b25761199182613196565b600660016101000a81548163ffffffff021916908363ffffffff1602179055505b60405184907ffd6519245e400ca4a17dcfe2e398a2f2a4214fdb637256d0df00828d83507bf7905f90a250505050565b5f81815260076020908152604091829020600301805483518184028101840190945280845260609392830182828015611a4f57602002820191905f5260205f20905b815473ffffffffffffffffffffffffffffffffffffffff168152600190910190602001808311611a24575b50505050509050919050565b611a636127d0565b611a6b61280d565b5f8181526007602052604090206001600282015468010000000000000000900460ff166003811115611a9f57611a9f614745565b14611ad9576040517fe61abfbc00000000000000000000000000000000000000000000000000000000815260048101839052602401610b18565b600281015467ffffffffffffffff16421015611b335760028101546040517fb317256b00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152602401610b18565b5f611b3c611d89565b9050828114611b7a576040517f9b04a1d200000000000000000000000000000000000000000000000000000000815260048101829052602401610b18565b5f5b6003830154811015611c2d575f836003018281548110611b9e57611b9e6148d4565b5f91825260208220015473ffffffffffffffffffffffffffffffffffffffff169150611bca868361253f565b90508015611c23576040517f863b7b1f00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8316600482015260248101829052604401610b18565b5050600101611b7c565b50600282810180547fffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffff1668010000000000000000830217905550600680546002840180547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff166101009283900463ffffffff9081166901000000000000000000029190911790915582547fffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000ff16908616909102179055611ced836001614a4f565b6006805463ffffffff929092166901000000000000000000027fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff90921691909117905560405183907f13d18aa8e27dd173c41f7dfaac3104e821fa14ebb78a9be970c1ce00971cd67d905f90a25050611380610d555f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f0061285e565b6006546901000000000000000000900463ffffffff165b60065465010000000000900463ffffffff168111801590611df2575060015f8281526007602052604090206002015468010000000000000000900460ff166003811115611def57611def614745565b14155b15611e095780611e0181614aa2565b915050611da0565b90565b611e14612ba3565b8060055f846001811115611e2a57611e2a614745565b6001811115611e3b57611e3b614745565b815260208101919091526040015f2080547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff9283161790558116826001811115611e9d57611e9d614745565b6040517f566a2d820d7994a586aea751ad5675f2c594fbfbe67d33228a7f35952aa1b4af905f90a35050565b5f5f60095f611eff8686604080516020808201949094528082019290925280518083038201815260609092019052805191012090565b81526020019081526020015f20549050611f1881613222565b611f22575f611f24565b805b949350505050565b611f346127d0565b611f3c61280d565b8460a00135421115611f80576040517fcd21db4f00000000000000000000000000000000000000000000000000000000815260a08601356004820152602401610b18565b611f98611f9360808701606088016142c7565b613279565b611fa3858383613300565b610c2e8535611fb860408801602089016142c7565b611fc86080890160608a016142c7565b611fd860608a0160408b016142c7565b89608001358989612961565b611fec6127d0565b611ff461280d565b61200087868584612864565b6120098861348e565b505f5b858110156109e457848482818110612026576120266148d4565b90506020020135600a5f8a73ffffffffffffffffffffffffffffffffffffffff1673ffffffffffffffffffffffffffffffffffffffff1681526020019081526020015f205f89898581811061207d5761207d6148d4565b905060200201602081019061209291906142c7565b73ffffffffffffffffffffffffffffffffffffffff16815260208101919091526040015f20541461212b5761212b89898989858181106120d4576120d46148d4565b90506020020160208101906120e991906142c7565b8888868181106120fb576120fb6148d4565b90506020020135878787818110612114576121146148d4565b90506020028101906121269190614901565b61352e565b60010161200c565b61213b612ba3565b60055f82600181111561215057612150614745565b600181111561216157612161614745565b815260208101919091526040015f90812080547fffffffffffffffffffffffff0000000000000000000000000000000000000000169055611380908290612d85565b5f6121ac6127d0565b5f80805260046020527f17ef568e3e12ab5b9c7254a8d58478811de00f9e6eb34345acd53bf8fd09d3ec5473ffffffffffffffffffffffffffffffffffffffff1633146122295780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610b189291906149c6565b5f889003612263576040517f53ce4ece00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b84831461229c576040517f1083f70900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b60408511156122db57604080517fa8908786000000000000000000000000000000000000000000000000000000008152600401610b1891815260200190565b6122e58888613690565b6122ed611d89565b600680547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff16690100000000000000000063ffffffff9384168102919091179182905560409290820481169161234f9165010000000000909104166001614ad9565b6123599190614af5565b63ffffffff161061239a57604080517f36c2ba31000000000000000000000000000000000000000000000000000000008152600401610b1891815260200190565b5f6123a3610a1c565b90506006600581819054906101000a900463ffffffff166123c390614b11565b825463ffffffff9182166101009390930a83810292021916179091555f8181526007602052604090208a8155600181018a90559093506124237f000000000000000000000000000000000000000000000000000000000000000042614a4f565b60028201805467ffffffffffffffff929092167fffffffffffffffffffffffffffffffffffffffffffffff00000000000000000090921691909117680100000000000000001790556124788189898989613744565b5f82815260076020526040902061248f9082613912565b6002810154604080518b815267ffffffffffffffff90921660208301528b9186917f4f1910e64177dbde60826cdb5eefa5f283036e8d4afba3c91499ffedfc9e7500910160405180910390a35050509695505050505050565b73ffffffffffffffffffffffffffffffffffffffff81165f90815260086020526040812054610917906fffffffffffffffffffffffffffffffff700100000000000000000000000000000000820481169116614a4f565b5f82815260076020818152604080842073ffffffffffffffffffffffffffffffffffffffff86168086526004918201845282862054600654610100900463ffffffff168752948452828620908652019091528220546fffffffffffffffffffffffffffffffff918216911681036125b9575f915050610917565b611f2481610912856111c8565b6125ce612ba3565b6003805473ffffffffffffffffffffffffffffffffffffffff83167fffffffffffffffffffffffff0000000000000000000000000000000000000000909116811790915561263160025473ffffffffffffffffffffffffffffffffffffffff1690565b73ffffffffffffffffffffffffffffffffffffffff167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b73ffffffffffffffffffffffffffffffffffffffff82165f908152600b6020526040812080547501000000000000000000000000000000000000000000900460ff16156127025773ffffffffffffffffffffffffffffffffffffffff8085165f908152600c6020908152604080832087851684529091529020541680156127005791506109179050565b505b805473ffffffffffffffffffffffffffffffffffffffff1680156127265780612728565b845b95945050505050565b5f610917612787612740610a1c565b5f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff881684526004019091529020546fffffffffffffffffffffffffffffffff1690565b73ffffffffffffffffffffffffffffffffffffffff84165f908152600860205260409020546fffffffffffffffffffffffffffffffff165b5f8082840384811115908102612728565b60065460ff1615610d55576040517fd93c066500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6128377f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c6139f8565b610d5560017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005b90613a2f565b81831415806128735750808314155b156128aa576040517f1083f70900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b3373ffffffffffffffffffffffffffffffffffffffff85161480159061290c575073ffffffffffffffffffffffffffffffffffffffff84165f908152600b602052604090205474010000000000000000000000000000000000000000900460ff165b1561295b576040517f8039d36800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602401610b18565b50505050565b5f61296b8861348e565b6040805173ffffffffffffffffffffffffffffffffffffffff808b166020830152881691810191909152606081018690529091505f90608001604080517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe081840301815282825280516020918201209083015201604051602081830303815290604052805190602001209050612a0384848484613a36565b612a39576040517f09bde33900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b73ffffffffffffffffffffffffffffffffffffffff8089165f908152600a60209081526040808320938a1683529290522054808611612acb576040517f8fc12f9900000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff808b1660048301528816602482015260448101829052606401610b18565b5f612ad68288614a62565b73ffffffffffffffffffffffffffffffffffffffff808c165f908152600a60209081526040808320938d168352929052208890559050612b178b8983613a4d565b604080518881526020810183905290810185905273ffffffffffffffffffffffffffffffffffffffff808a1691908c16907f019a678ea0195fc14a657abc171c32d2cb9f7300fbd22eec8cd1a7822ebdd6d09060600160405180910390a3612b9673ffffffffffffffffffffffffffffffffffffffff89168a83612c9b565b5050505050505050505050565b60025473ffffffffffffffffffffffffffffffffffffffff163314610d55576040517f118cdaa7000000000000000000000000000000000000000000000000000000008152336004820152602401610b18565b80471015612c39576040517fcf47918100000000000000000000000000000000000000000000000000000000815247600482015260248101829052604401610b18565b612c52828260405180602001604052805f815250613c31565b15612c5b575050565b3d15612c6957611181613c46565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b612ca88383836001613c51565b610c01576040517f5274afe700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff84166004820152602401610b18565b612cfe613cd9565b600680547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001690557f5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa335b60405173ffffffffffffffffffffffffffffffffffffffff909116815260200160405180910390a1565b5f8282188284100282185b9392505050565b8073ffffffffffffffffffffffffffffffffffffffff1660045f846001811115612db157612db1614745565b6001811115612dc257612dc2614745565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16836001811115612dfa57612dfa614745565b6040517f89b2ee67afa436288c599865a5dd2652d516797612881512082321c02c88c069905f90a48060045f846001811115612e3857612e38614745565b6001811115612e4957612e49614745565b81526020019081526020015f205f6101000a81548173ffffffffffffffffffffffffffffffffffffffff021916908373ffffffffffffffffffffffffffffffffffffffff1602179055505050565b600380547fffffffffffffffffffffffff000000000000000000000000000000000000000016905561138081613d15565b612ed6848484846001613d8b565b61295b576040517f5274afe700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602401610b18565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff1633146113805780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610b189291906149c6565b612fab6127d0565b600680547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001660011790557f62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a258612d493390565b60606130297f0000000000000000000000000000000000000000000000000000000000000000613e1e565b905090565b60606130297f0000000000000000000000000000000000000000000000000000000000000000613e1e565b5f5b6003820154811015611181575f82600301828154811061307d5761307d6148d4565b5f9182526020808320919091015473ffffffffffffffffffffffffffffffffffffffff168083526004860182526040808420546008909352832080549194507001000000000000000000000000000000009092046fffffffffffffffffffffffffffffffff90811693849284926130f6918591166149ff565b82546101009290920a6fffffffffffffffffffffffffffffffff818102199093169183160217909155825461315e92506131489185811691700100000000000000000000000000000000900416614a4f565b6fffffffffffffffffffffffffffffffff612d73565b81546fffffffffffffffffffffffffffffffff918216700100000000000000000000000000000000029116179055505060010161305b565b60028101546901000000000000000000900463ffffffff165b80158015906131ef575060025f8281526007602052604090206002015468010000000000000000900460ff1660038111156131ec576131ec614745565b14155b1561321d575f908152600760205260409020600201546901000000000000000000900463ffffffff166131af565b919050565b5f8181526007602052604081206002015468010000000000000000900460ff16600181600381111561325657613256614745565b1480612d7e5750600281600381111561327157613271614745565b149392505050565b73ffffffffffffffffffffffffffffffffffffffff811615806132b1575073ffffffffffffffffffffffffffffffffffffffff811630145b15611380576040517f17858bbe00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610b18565b5f6133c17fa34be566843c588d73bbb6d3aa47c5c6ee5115ee1abd1e890f852dfdaf6afb7a61333560408701602088016142c7565b61334560608801604089016142c7565b6133556080890160608a016142c7565b60408051602081019590955273ffffffffffffffffffffffffffffffffffffffff9384169085015290821660608401521660808281019190915286013560a08281019190915286013560c082015260e00160405160208183030381529060405280519060200120613e5b565b90505f5f6133d0838686613ea2565b5090925090505f8160038111156133e9576133e9614745565b148015613430575061340160408701602088016142c7565b73ffffffffffffffffffffffffffffffffffffffff168273ffffffffffffffffffffffffffffffffffffffff16145b1561343d57505050505050565b61345861345060408801602089016142c7565b848787613ee9565b6112ca576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6006545f90610100900463ffffffff16821415806134aa575081155b1561351c5760025f8381526007602052604090206002015468010000000000000000900460ff1660038111156134e2576134e2614745565b1461351c576040517fb7e70de700000000000000000000000000000000000000000000000000000000815260048101839052602401610b18565b505f9081526007602052604090205490565b5f3073ffffffffffffffffffffffffffffffffffffffff16635f47006288888888888860405160240161356696959493929190614b35565b604051602081830303815290604052915060e01b6020820180517bffffffffffffffffffffffffffffffffffffffffffffffffffffffff838183161783525050505090506207a12060405a6135bc90603f614bcd565b6135c69190614be4565b1015613603576040517f5e31f8600000000000000000000000000000000000000000000000000000000081526207a1206004820152602401610b18565b5f5f5f8351602085015f306207a120f1905080610a12578573ffffffffffffffffffffffffffffffffffffffff168773ffffffffffffffffffffffffffffffffffffffff167fe75341588e138345a5e8f6d545f03a9ec177af396fccdbd039ac67045a372d2f613671613f6c565b60405161367e9190614c1c565b60405180910390a35050505050505050565b5f61369b8383611ec9565b905080156136d8576040517f6ec6d7ed00000000000000000000000000000000000000000000000000000000815260048101829052602401610b18565b6006546136f59065010000000000900463ffffffff166001614ad9565b63ffffffff1660095f61372f8686604080516020808201949094528082019290925280518083038201815260609092019052805191012090565b815260208101919091526040015f2055505050565b5f805b848110156138f9575f868683818110613762576137626148d4565b905060200201602081019061377791906142c7565b90508273ffffffffffffffffffffffffffffffffffffffff168173ffffffffffffffffffffffffffffffffffffffff16116137f6576040517f0539924d00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610b18565b6fffffffffffffffffffffffffffffffff858584818110613819576138196148d4565b905060200201351115613870576040517f8e3d051100000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610b18565b848483818110613882576138826148d4565b73ffffffffffffffffffffffffffffffffffffffff84165f90815260048c016020908152604090912080547fffffffffffffffffffffffffffffffff00000000000000000000000000000000169290910293909301356fffffffffffffffffffffffffffffffff1617909155509150600101613747565b5060038601613909858783614c3a565b50505050505050565b5f5b6003830154811015610c01575f836003018281548110613936576139366148d4565b5f91825260208083209091015473ffffffffffffffffffffffffffffffffffffffff168083526004808801835260408085205491880190935291909220549192506fffffffffffffffffffffffffffffffff9081169116818110156139ed576040517ff1c9845400000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff841660048201526024810183905260448101829052606401610b18565b505050600101613914565b15610d55576040517f3ee5aeb500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b80825d5050565b5f82613a43868685613f99565b1495945050505050565b5f83815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8616845260040182528083206008909252822081548154600654939492936fffffffffffffffffffffffffffffffff8084169470010000000000000000000000000000000090940481169392169190610100900463ffffffff168914613b2957600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8c1684526004019091529020546fffffffffffffffffffffffffffffffff16613b2b565b835b90505f613b45613b3b8587614a62565b610e6084866127bf565b905080881115613ba7576040517f49dc841b00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8a1660048201526024810189905260448101829052606401610b18565b613bb18885614a4f565b87546fffffffffffffffffffffffffffffffff918216700100000000000000000000000000000000029116178755613be98884614a4f565b86547fffffffffffffffffffffffffffffffff00000000000000000000000000000000166fffffffffffffffffffffffffffffffff9190911617909555505050505050505050565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f81815273ffffffffffffffffffffffffffffffffffffffff8616600452602485905291602083604481808b5af1925060015f51148316613ccd578383151615613cc1573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b60065460ff16610d55576040517f8dfc202b00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6002805473ffffffffffffffffffffffffffffffffffffffff8381167fffffffffffffffffffffffff0000000000000000000000000000000000000000831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f81815273ffffffffffffffffffffffffffffffffffffffff8781166004528616602452604485905291602083606481808c5af1925060015f51148316613e0d578383151615613e01573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b60605f613e2a83613fda565b6040805160208082528183019092529192505f91906020820181803683375050509182525060208101929092525090565b5f610917613e6761401a565b836040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b5f80806041849003613ed6578435602086013560408701355f1a613ec889828585614150565b955095509550505050613ee0565b505f915060029050825b93509350939050565b604080517f1626ba7e00000000000000000000000000000000000000000000000000000000808252600482018690526024820192909252604481018390525f91908390818660648301375f82606483010152601f820160051c60051b915060205f60648401838b5afa9050825f5114601f3d111681169350505050949350505050565b60603d610100811115613f7e57506101005b6040519150808252805f602084013e50610120810160405290565b5f81815b84811015613fd157613fc782878784818110613fbb57613fbb6148d4565b90506020020135614243565b9150600101613f9d565b50949350505050565b5f60ff8216601f811115610917576040517fb3512b0c00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b5f3073ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001614801561407f57507f000000000000000000000000000000000000000000000000000000000000000046145b156140a957507f000000000000000000000000000000000000000000000000000000000000000090565b613029604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201527f0000000000000000000000000000000000000000000000000000000000000000918101919091527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561418957505f91506003905082614239565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa1580156141da573d5f5f3e3d5ffd5b50506040517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0015191505073ffffffffffffffffffffffffffffffffffffffff811661423057505f925060019150829050614239565b92505f91508190505b9450945094915050565b5f81831061425d575f828152602084905260409020612d7e565b5f838152602083905260409020612d7e565b73ffffffffffffffffffffffffffffffffffffffff81168114611380575f5ffd5b5f5f604083850312156142a1575f5ffd5b82356142ac8161426f565b915060208301356142bc8161426f565b809150509250929050565b5f602082840312156142d7575f5ffd5b8135611f228161426f565b5f5f83601f8401126142f2575f5ffd5b50813567ffffffffffffffff811115614309575f5ffd5b6020830191508360208260051b8501011115614323575f5ffd5b9250929050565b5f5f5f5f5f5f5f5f60a0898b031215614341575f5ffd5b8835975060208901356143538161426f565b9650604089013567ffffffffffffffff81111561436e575f5ffd5b61437a8b828c016142e2565b909750955050606089013567ffffffffffffffff811115614399575f5ffd5b6143a58b828c016142e2565b909550935050608089013567ffffffffffffffff8111156143c4575f5ffd5b6143d08b828c016142e2565b999c989b5096995094979396929594505050565b5f5f5f606084860312156143f6575f5ffd5b83356144018161426f565b925060208401356144118161426f565b929592945050506040919091013590565b5f5f5f5f5f60808688031215614436575f5ffd5b8535945060208601356144488161426f565b935060408601359250606086013567ffffffffffffffff81111561446a575f5ffd5b614476888289016142e2565b969995985093965092949392505050565b5f60208284031215614497575f5ffd5b81358015158114611f22575f5ffd5b80356002811061321d575f5ffd5b5f602082840312156144c4575f5ffd5b612d7e826144a6565b5f5f604083850312156144de575f5ffd5b82356144e98161426f565b946020939093013593505050565b5f5f5f5f5f5f60a0878903121561450c575f5ffd5b86359550602087013561451e8161426f565b9450604087013561452e8161426f565b935060608701359250608087013567ffffffffffffffff811115614550575f5ffd5b61455c89828a016142e2565b979a9699509497509295939492505050565b5f81518084528060208401602086015e5f6020828601015260207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f83011685010191505092915050565b7fff000000000000000000000000000000000000000000000000000000000000008816815260e060208201525f6145f460e083018961456e565b8281036040840152614606818961456e565b6060840188905273ffffffffffffffffffffffffffffffffffffffff8716608085015260a0840186905283810360c0850152845180825260208087019350909101905f5b8181101561466857835183526020938401939092019160010161464a565b50909b9a5050505050505050505050565b5f60208284031215614689575f5ffd5b5035919050565b5f5f604083850312156146a1575f5ffd5b8235915060208301356142bc8161426f565b602080825282518282018190525f918401906040840190835b8181101561470057835173ffffffffffffffffffffffffffffffffffffffff168352602093840193909201916001016146cc565b509095945050505050565b5f5f6040838503121561471c575f5ffd5b6142ac836144a6565b5f5f60408385031215614736575f5ffd5b50508035926020909101359150565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602160045260245ffd5b8481526020810184905260408101839052608081016004831061479757614797614745565b82606083015295945050505050565b5f5f5f5f5f8587036101008112156147bc575f5ffd5b60c08112156147c9575f5ffd5b5085945060c086013567ffffffffffffffff8111156147e6575f5ffd5b6147f2888289016142e2565b90955093505060e086013567ffffffffffffffff811115614811575f5ffd5b8601601f81018813614821575f5ffd5b803567ffffffffffffffff811115614837575f5ffd5b886020828401011115614848575f5ffd5b959894975092955050506020019190565b5f5f5f5f5f5f6080878903121561486e575f5ffd5b8635955060208701359450604087013567ffffffffffffffff811115614892575f5ffd5b61489e89828a016142e2565b909550935050606087013567ffffffffffffffff811115614550575f5ffd5b5f602082840312156148cd575f5ffd5b5051919050565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b5f5f83357fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe1843603018112614934575f5ffd5b83018035915067ffffffffffffffff82111561494e575f5ffd5b6020019150600581901b3603821315614323575f5ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b5f816149a0576149a0614965565b507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0190565b60408101600284106149da576149da614745565b92815273ffffffffffffffffffffffffffffffffffffffff9190911660209091015290565b6fffffffffffffffffffffffffffffffff828116828216039081111561091757610917614965565b6fffffffffffffffffffffffffffffffff818116838216019081111561091757610917614965565b8082018082111561091757610917614965565b8181038181111561091757610917614965565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b5f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8203614ad257614ad2614965565b5060010190565b63ffffffff818116838216019081111561091757610917614965565b63ffffffff828116828216039081111561091757610917614965565b5f63ffffffff821663ffffffff8103614b2c57614b2c614965565b60010192915050565b86815273ffffffffffffffffffffffffffffffffffffffff8616602082015273ffffffffffffffffffffffffffffffffffffffff8516604082015283606082015260a060808201528160a08201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff831115614bb0575f5ffd5b8260051b808560c08501379190910160c001979650505050505050565b808202811582820484141761091757610917614965565b5f82614c17577f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b500490565b602081525f612d7e602083018461456e565b5f81356109178161426f565b67ffffffffffffffff831115614c5257614c52614a75565b68010000000000000000831115614c6b57614c6b614a75565b805483825580841015614c9f57815f528360205f20018482035f5b81811015614c9b575f83820155600101614c86565b5050505b505f8181526020812083915b858110156112ca57614cbc83614c2e565b8282015560209290920191600101614cab56fea2646970667358221220d7dd3a48ba464ec710040c6d168b9515ee068c8fdcc5c86cedfb1dd7aa9b581f64736f6c63430008250033',
} as const
