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
          "internalType": "uint256",
          "name": "index",
          "type": "uint256"
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
    '0x6101806040526006805463ffffffff60481b1916690100000000000000000017905534801561002c575f5ffd5b5060405161528d38038061528d83398101604081905261004b91610384565b8084848482604051806040016040528060128152602001712937bcb0b63a3ca234b9ba3934b13aba37b960711b815250604051806040016040528060018152602001603160f81b8152506100a4826101e160201b60201c565b610120526100b1816101e1565b61014052815160208084019190912060e052815190820120610100524660a05261013d60e05161010051604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201529081019290925260608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b60805250503060c0526001600160a01b03811661017457604051631e4fbdf760e01b81525f60048201526024015b60405180910390fd5b61017d8161021e565b50806001600160a01b0316826001600160a01b0316036101bb5760405163b0ec069960e01b81526001600160a01b038316600482015260240161016b565b6101c55f8361023a565b6101d060018261023a565b505050610160525061043b92505050565b5f5f829050601f8151111561020b578260405163305a27a960e01b815260040161016b91906103cc565b805161021682610401565b179392505050565b600380546001600160a01b031916905561023781610318565b50565b806001600160a01b031660045f84600181111561025957610259610427565b600181111561026a5761026a610427565b815260208101919091526040015f20546001600160a01b031683600181111561029557610295610427565b6040517f89b2ee67afa436288c599865a5dd2652d516797612881512082321c02c88c069905f90a48060045f8460018111156102d3576102d3610427565b60018111156102e4576102e4610427565b81526020019081526020015f205f6101000a8154816001600160a01b0302191690836001600160a01b031602179055505050565b600280546001600160a01b038381166001600160a01b0319831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b80516001600160a01b038116811461037f575f5ffd5b919050565b5f5f5f5f60808587031215610397575f5ffd5b6103a085610369565b93506103ae60208601610369565b92506103bc60408601610369565b6060959095015193969295505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b80516020808301519190811015610421575f198160200360031b1b821691505b50919050565b634e487b7160e01b5f52602160045260245ffd5b60805160a05160c05160e05161010051610120516101405161016051614df061049d5f395f8181610547015261247501525f6131e801525f6131b801525f6141eb01525f6141c301525f61411e01525f61414801525f6141720152614df05ff3fe608060405234801561000f575f5ffd5b5060043610610325575f3560e01c80638bc8407a116101a8578063bb9e2543116100f3578063d8d390f51161009e578063eeedf23011610079578063eeedf230146107c2578063f2fde38b146107d5578063fa7ebc11146107e8578063fa9bbbeb14610843575f5ffd5b8063d8d390f51461077e578063e30c397814610791578063ea66b875146107af575f5ffd5b8063c3455976116100ce578063c345597614610745578063cb8b9c4114610758578063d518eaf61461076b575f5ffd5b8063bb9e2543146106c7578063c20137fb146106da578063c2b40ae4146106ed575f5ffd5b8063a2eb892711610153578063affa3d971161012e578063affa3d9714610654578063b260c42a146106ac578063ba739a62146106bf575f5ffd5b8063a2eb89271461062a578063a61175d51461064a578063a67e91a814610366575f5ffd5b80639946b9a5116101835780639946b9a5146105a25780639d71674a146105b5578063a298f9ae146105be575f5ffd5b80638bc8407a146105695780638c72c54e1461057c5780638da5cb5b14610584575f5ffd5b8063449fb59e11610273578063715018a61161021e5780637b1837de116101f95780637b1837de1461050c5780638456cb591461051f57806384b0196e14610527578063861a141214610542575f5ffd5b8063715018a6146104e957806373818a94146104f157806379ba509714610504575f5ffd5b80635c975abb1161024e5780635c975abb1461046f5780635f470062146104865780636cae7d0f14610499575f5ffd5b8063449fb59e14610441578063452a93201461045457806345f9fc781461045c575f5ffd5b806321111bb4116102d35780633cd14890116102ae5780633cd14890146103ee5780633f4ba83a1461042657806341f2923a1461042e575f5ffd5b806321111bb4146103b15780632e7ba6ef146103c857806331a5ecdf146103db575f5ffd5b80631da92ad2116103035780631da92ad2146103815780631e4e44731461039657806320ff430b1461039e575f5ffd5b80630c9cbf0e14610329578063130ec68f14610366578063176d698e1461036e575b5f5ffd5b61035361033736600461437b565b600a60209081525f928352604080842090915290825290205481565b6040519081526020015b60405180910390f35b610353604081565b61035361037c3660046143b2565b610856565b61039461038f366004614415565b61091d565b005b610353610a1c565b6103946103ac3660046144cf565b610aa7565b60065465010000000000900463ffffffff16610353565b6103946103d636600461450d565b610c06565b6103946103e9366004614572565b610c62565b6104016103fc36600461459f565b610cf2565b60405173ffffffffffffffffffffffffffffffffffffffff909116815260200161035d565b610394610d45565b61039461043c3660046145b8565b610d57565b61039461044f36600461459f565b611061565b6104016111fc565b61035361046a3660046143b2565b61123f565b60065460ff165b604051901515815260200161035d565b6103946104943660046145e2565b6112f9565b6104766104a73660046143b2565b73ffffffffffffffffffffffffffffffffffffffff165f908152600b602052604090205474010000000000000000000000000000000000000000900460ff1690565b610394611349565b600654610100900463ffffffff16610353565b610394611383565b61039461051a3660046145b8565b6113fa565b61039461162b565b61052f61165a565b60405161035d97969594939291906146a5565b6103537f000000000000000000000000000000000000000000000000000000000000000081565b61039461057736600461437b565b6116b8565b61040161187d565b60025473ffffffffffffffffffffffffffffffffffffffff16610401565b6103946105b0366004614764565b611887565b61035361010081565b6103536105cc36600461477b565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8516845260040190915290205470010000000000000000000000000000000090046fffffffffffffffffffffffffffffffff1692915050565b61063d610638366004614764565b611a59565b60405161035d919061479e565b6103536207a12081565b61035361066236600461477b565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff851684526004019091529020546fffffffffffffffffffffffffffffffff1692915050565b6103946106ba366004614764565b611ad2565b610353611e00565b6103946106d53660046147f6565b611e83565b6103536106e8366004614810565b611f40565b6107356106fb366004614764565b5f90815260076020526040902080546001820154600290920154909267ffffffffffffffff82169168010000000000000000900460ff1690565b60405161035d949392919061485d565b610394610753366004614891565b611fa3565b610394610766366004614415565b61205b565b61039461077936600461459f565b6121aa565b61035361078c366004614944565b61221a565b60035473ffffffffffffffffffffffffffffffffffffffff16610401565b6103536107bd3660046143b2565b61255f565b6103536107d036600461477b565b6125b6565b6103946107e33660046143b2565b61263d565b6103536107f63660046143b2565b73ffffffffffffffffffffffffffffffffffffffff165f9081526008602052604090205470010000000000000000000000000000000090046fffffffffffffffffffffffffffffffff1690565b61040161085136600461437b565b6126ed565b5f73ffffffffffffffffffffffffffffffffffffffff8216610879575047919050565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201526109179073ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa1580156108e5573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061090991906149a8565b610912846127a8565b612836565b92915050565b610925612847565b61092d612884565b610939878685846128db565b5f5b858110156109e4576109dc89896109738b8b8b8781811061095e5761095e6149bf565b905060200201602081019061085191906143b2565b8a8a86818110610985576109856149bf565b905060200201602081019061099a91906143b2565b8989878181106109ac576109ac6149bf565b905060200201358888888181106109c5576109c56149bf565b90506020028101906109d791906149ec565b6129d8565b60010161093b565b50610a12610d555f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f006128d5565b5050505050505050565b60065463ffffffff65010000000000820481169169010000000000000000009004165b808210610a945760015f8381526007602052604090206002015468010000000000000000900460ff166003811115610a7957610a79614830565b03610a82575090565b81610a8c81614a7d565b925050610a3f565b5050600654610100900463ffffffff1690565b610aaf612c1a565b610ab7612884565b5f610ac184610856565b905080821115610b21576040517f3b02d5ea00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602481018290526044015b60405180910390fd5b8273ffffffffffffffffffffffffffffffffffffffff168473ffffffffffffffffffffffffffffffffffffffff167f3af790fafda720819b2fc6e15090606e81154e0ac9a92d38ecad006d99d20ecc84604051610b8091815260200190565b60405180910390a373ffffffffffffffffffffffffffffffffffffffff8416610bb257610bad8383612c6d565b610bd3565b610bd373ffffffffffffffffffffffffffffffffffffffff85168484612d12565b50610c01610d555f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f006128d5565b505050565b610c0e612847565b610c16612884565b610c2e8533610c2533886126ed565b878787876129d8565b610c5b610d555f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f006128d5565b5050505050565b335f818152600b602052604090819020805484151574010000000000000000000000000000000000000000027fffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffff909116179055517fcf41e05dd9d5ee4059a7285ed2923394da50bcfdac50108f515eedfe0dc9622290610ce790841515815260200190565b60405180910390a250565b5f60055f836001811115610d0857610d08614830565b6001811115610d1957610d19614830565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff1692915050565b610d4d612c1a565b610d55612d6d565b565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff163314610dd65780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610b18929190614ab1565b600654610100900463ffffffff165f81815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff8816845260040182528083206008909252822080549193909291610e5e917001000000000000000000000000000000009091046fffffffffffffffffffffffffffffffff1690610e599089612dea565b612f26565b905080851115610eb9576040517fe1d2d36800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8716600482015260248101829052604401610b18565b815485908390601090610ef390849070010000000000000000000000000000000090046fffffffffffffffffffffffffffffffff16614aea565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff16021790555084825f015f8282829054906101000a90046fffffffffffffffffffffffffffffffff16610f569190614b12565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff16021790555084835f0160108282829054906101000a90046fffffffffffffffffffffffffffffffff16610fba9190614b12565b92506101000a8154816fffffffffffffffffffffffffffffffff02191690836fffffffffffffffffffffffffffffffff1602179055508573ffffffffffffffffffffffffffffffffffffffff16600660019054906101000a900463ffffffff1663ffffffff167f93f1c8cb0d4c5c9c6cb7a5eff1ee3be19820cc87ab5095aa292cfa592d1b43258760405161105191815260200190565b60405180910390a3505050505050565b60055f82600181111561107657611076614830565b600181111561108757611087614830565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff1633146110e95780336040517fdb6222a7000000000000000000000000000000000000000000000000000000008152600401610b18929190614ab1565b5f808260018111156110fd576110fd614830565b14611108575f61110b565b60015b905060045f82600181111561112257611122614830565b600181111561113357611133614830565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff163303611193576040517fb0ec0699000000000000000000000000000000000000000000000000000000008152336004820152602401610b18565b60055f8360018111156111a8576111a8614830565b60018111156111b9576111b9614830565b815260208101919091526040015f2080547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556111f88233612f38565b5050565b5f60048160015b600181111561121457611214614830565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16919050565b73ffffffffffffffffffffffffffffffffffffffff81165f818152600860205260408082205490517f70a0823100000000000000000000000000000000000000000000000000000000815230600482015291926fffffffffffffffffffffffffffffffff909116916370a0823190602401602060405180830381865afa1580156112cb573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906112ef91906149a8565b6109179190614b3a565b333014611332576040517f14d4a4e800000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6113418686610c2588886126ed565b505050505050565b611351612c1a565b6040517f3c776be100000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b600354339073ffffffffffffffffffffffffffffffffffffffff1681146113ee576040517f118cdaa700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610b18565b6113f78161304a565b50565b611402612884565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f9073ffffffffffffffffffffffffffffffffffffffff8416906370a0823190602401602060405180830381865afa15801561146c573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061149091906149a8565b90506114b473ffffffffffffffffffffffffffffffffffffffff841633308561307b565b6040517f70a082310000000000000000000000000000000000000000000000000000000081523060048201525f90829073ffffffffffffffffffffffffffffffffffffffff8616906370a0823190602401602060405180830381865afa158015611520573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061154491906149a8565b61154e9190614b4d565b90508281146115af576040517f8c70255200000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff851660048201526024810184905260448101829052606401610b18565b604051838152339073ffffffffffffffffffffffffffffffffffffffff8616907f3b5083eec1a1116c56de5d6841cff8efc6a0aec9850e836ec509d6ce024ea5619060200160405180910390a350506111f8610d555f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f006128d5565b60025473ffffffffffffffffffffffffffffffffffffffff163314611652576116526130d7565b610d55613156565b5f6060805f5f5f606061166b6131b1565b6116736131e1565b604080515f808252602082019092527f0f000000000000000000000000000000000000000000000000000000000000009b939a50919850469750309650945092509050565b3073ffffffffffffffffffffffffffffffffffffffff82160361171f576040517f17858bbe00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610b18565b335f908152600b6020526040902073ffffffffffffffffffffffffffffffffffffffff831661178b5780547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff8316178155611829565b80547fffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffffff167501000000000000000000000000000000000000000000178155335f908152600c6020908152604080832073ffffffffffffffffffffffffffffffffffffffff8781168552925290912080549184167fffffffffffffffffffffffff00000000000000000000000000000000000000009092169190911790555b60405173ffffffffffffffffffffffffffffffffffffffff838116825284169033907f7629cacead6ad550d6c80debe2d0d51aed2ba920ea20c94b82207abf09ecdcb39060200160405180910390a3505050565b5f60048180611203565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff1633146119065780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610b18929190614ab1565b5f828152600760205260409020600281015468010000000000000000900460ff16600181600381111561193b5761193b614830565b1415801561195b5750600281600381111561195857611958614830565b14155b15611995576040517fdd9399e700000000000000000000000000000000000000000000000000000000815260048101859052602401610b18565b600282810180547fffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffff16680300000000000000001790558160038111156119dd576119dd614830565b03611a29576119eb8261320c565b600654610100900463ffffffff168403611a2957611a0882613349565b600660016101000a81548163ffffffff021916908363ffffffff1602179055505b60405184907ffd6519245e400ca4a17dcfe2e398a2f2a4214fdb637256d0df00828d83507bf7905f90a250505050565b5f81815260076020908152604091829020600301805483518184028101840190945280845260609392830182828015611ac657602002820191905f5260205f20905b815473ffffffffffffffffffffffffffffffffffffffff168152600190910190602001808311611a9b575b50505050509050919050565b611ada612847565b611ae2612884565b5f8181526007602052604090206001600282015468010000000000000000900460ff166003811115611b1657611b16614830565b14611b50576040517fe61abfbc00000000000000000000000000000000000000000000000000000000815260048101839052602401610b18565b600281015467ffffffffffffffff16421015611baa5760028101546040517fb317256b00000000000000000000000000000000000000000000000000000000815267ffffffffffffffff9091166004820152602401610b18565b5f611bb3611e00565b9050828114611bf1576040517f9b04a1d200000000000000000000000000000000000000000000000000000000815260048101829052602401610b18565b5f5b6003830154811015611ca4575f836003018281548110611c1557611c156149bf565b5f91825260208220015473ffffffffffffffffffffffffffffffffffffffff169150611c4186836125b6565b90508015611c9a576040517f863b7b1f00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8316600482015260248101829052604401610b18565b5050600101611bf3565b50600282810180547fffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffff1668010000000000000000830217905550600680546002840180547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff166101009283900463ffffffff9081166901000000000000000000029190911790915582547fffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000ff16908616909102179055611d64836001614b3a565b6006805463ffffffff929092166901000000000000000000027fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff90921691909117905560405183907f13d18aa8e27dd173c41f7dfaac3104e821fa14ebb78a9be970c1ce00971cd67d905f90a250506113f7610d555f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f006128d5565b6006546901000000000000000000900463ffffffff165b60065465010000000000900463ffffffff168111801590611e69575060015f8281526007602052604090206002015468010000000000000000900460ff166003811115611e6657611e66614830565b14155b15611e805780611e7881614b8d565b915050611e17565b90565b611e8b612c1a565b8060055f846001811115611ea157611ea1614830565b6001811115611eb257611eb2614830565b815260208101919091526040015f2080547fffffffffffffffffffffffff00000000000000000000000000000000000000001673ffffffffffffffffffffffffffffffffffffffff9283161790558116826001811115611f1457611f14614830565b6040517f566a2d820d7994a586aea751ad5675f2c594fbfbe67d33228a7f35952aa1b4af905f90a35050565b5f5f60095f611f768686604080516020808201949094528082019290925280518083038201815260609092019052805191012090565b81526020019081526020015f20549050611f8f816133d5565b611f99575f611f9b565b805b949350505050565b611fab612847565b611fb3612884565b8460a00135421115611ff7576040517fcd21db4f00000000000000000000000000000000000000000000000000000000815260a08601356004820152602401610b18565b61200f61200a60808701606088016143b2565b61342c565b61201a8583836134b3565b610c2e853561202f60408801602089016143b2565b61203f6080890160608a016143b2565b61204f60608a0160408b016143b2565b896080013589896129d8565b612063612847565b61206b612884565b612077878685846128db565b61208088613641565b505f5b858110156109e45784848281811061209d5761209d6149bf565b90506020020135600a5f8a73ffffffffffffffffffffffffffffffffffffffff1673ffffffffffffffffffffffffffffffffffffffff1681526020019081526020015f205f8989858181106120f4576120f46149bf565b905060200201602081019061210991906143b2565b73ffffffffffffffffffffffffffffffffffffffff16815260208101919091526040015f2054146121a2576121a2898989898581811061214b5761214b6149bf565b905060200201602081019061216091906143b2565b888886818110612172576121726149bf565b9050602002013587878781811061218b5761218b6149bf565b905060200281019061219d91906149ec565b6136e1565b600101612083565b6121b2612c1a565b60055f8260018111156121c7576121c7614830565b60018111156121d8576121d8614830565b815260208101919091526040015f90812080547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556113f7908290612f38565b5f612223612847565b5f80805260046020527f17ef568e3e12ab5b9c7254a8d58478811de00f9e6eb34345acd53bf8fd09d3ec5473ffffffffffffffffffffffffffffffffffffffff1633146122a05780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610b18929190614ab1565b5f8890036122da576040517f53ce4ece00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b848314612313576040517f1083f70900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b604085111561235257604080517fa8908786000000000000000000000000000000000000000000000000000000008152600401610b1891815260200190565b61235c8888613843565b612364611e00565b600680547fffffffffffffffffffffffffffffffffffffff00000000ffffffffffffffffff16690100000000000000000063ffffffff938416810291909117918290556040929082048116916123c69165010000000000909104166001614bc4565b6123d09190614be0565b63ffffffff161061241157604080517f36c2ba31000000000000000000000000000000000000000000000000000000008152600401610b1891815260200190565b5f61241a610a1c565b90506006600581819054906101000a900463ffffffff1661243a90614bfc565b825463ffffffff9182166101009390930a83810292021916179091555f8181526007602052604090208a8155600181018a905590935061249a7f000000000000000000000000000000000000000000000000000000000000000042614b3a565b60028201805467ffffffffffffffff929092167fffffffffffffffffffffffffffffffffffffffffffffff00000000000000000090921691909117680100000000000000001790556124ef81898989896138f7565b5f8281526007602052604090206125069082613ac5565b6002810154604080518b815267ffffffffffffffff90921660208301528b9186917f4f1910e64177dbde60826cdb5eefa5f283036e8d4afba3c91499ffedfc9e7500910160405180910390a35050509695505050505050565b73ffffffffffffffffffffffffffffffffffffffff81165f90815260086020526040812054610917906fffffffffffffffffffffffffffffffff700100000000000000000000000000000000820481169116614b3a565b5f82815260076020818152604080842073ffffffffffffffffffffffffffffffffffffffff86168086526004918201845282862054600654610100900463ffffffff168752948452828620908652019091528220546fffffffffffffffffffffffffffffffff91821691168103612630575f915050610917565b611f9b816109128561123f565b612645612c1a565b6003805473ffffffffffffffffffffffffffffffffffffffff83167fffffffffffffffffffffffff000000000000000000000000000000000000000090911681179091556126a860025473ffffffffffffffffffffffffffffffffffffffff1690565b73ffffffffffffffffffffffffffffffffffffffff167f38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e2270060405160405180910390a350565b73ffffffffffffffffffffffffffffffffffffffff82165f908152600b6020526040812080547501000000000000000000000000000000000000000000900460ff16156127795773ffffffffffffffffffffffffffffffffffffffff8085165f908152600c6020908152604080832087851684529091529020541680156127775791506109179050565b505b805473ffffffffffffffffffffffffffffffffffffffff16801561279d578061279f565b845b95945050505050565b5f6109176127fe6127b7610a1c565b5f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff881684526004019091529020546fffffffffffffffffffffffffffffffff1690565b73ffffffffffffffffffffffffffffffffffffffff84165f908152600860205260409020546fffffffffffffffffffffffffffffffff165b5f808284038481111590810261279f565b60065460ff1615610d55576040517fd93c066500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6128ae7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c613bab565b610d5560017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005b90613be2565b81831415806128ea5750808314155b15612921576040517f1083f70900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b3373ffffffffffffffffffffffffffffffffffffffff851614801590612983575073ffffffffffffffffffffffffffffffffffffffff84165f908152600b602052604090205474010000000000000000000000000000000000000000900460ff165b156129d2576040517f8039d36800000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602401610b18565b50505050565b5f6129e288613641565b6040805173ffffffffffffffffffffffffffffffffffffffff808b166020830152881691810191909152606081018690529091505f90608001604080517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe081840301815282825280516020918201209083015201604051602081830303815290604052805190602001209050612a7a84848484613be9565b612ab0576040517f09bde33900000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b73ffffffffffffffffffffffffffffffffffffffff8089165f908152600a60209081526040808320938a1683529290522054808611612b42576040517f8fc12f9900000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff808b1660048301528816602482015260448101829052606401610b18565b5f612b4d8288614b4d565b73ffffffffffffffffffffffffffffffffffffffff808c165f908152600a60209081526040808320938d168352929052208890559050612b8e8b8983613c00565b604080518881526020810183905290810185905273ffffffffffffffffffffffffffffffffffffffff808a1691908c16907f019a678ea0195fc14a657abc171c32d2cb9f7300fbd22eec8cd1a7822ebdd6d09060600160405180910390a3612c0d73ffffffffffffffffffffffffffffffffffffffff89168a83612d12565b5050505050505050505050565b60025473ffffffffffffffffffffffffffffffffffffffff163314610d55576040517f118cdaa7000000000000000000000000000000000000000000000000000000008152336004820152602401610b18565b80471015612cb0576040517fcf47918100000000000000000000000000000000000000000000000000000000815247600482015260248101829052604401610b18565b612cc9828260405180602001604052805f815250613d1c565b15612cd2575050565b3d15612ce0576111f8613d31565b6040517fd6bda27500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b612d1f8383836001613d3c565b610c01576040517f5274afe700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff84166004820152602401610b18565b612d75613dc4565b600680547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001690557f5db9ee0a495bf2e6ff9c91a7834c1ba4fdd244a5e8aa4e537bd38aeae4b073aa335b60405173ffffffffffffffffffffffffffffffffffffffff909116815260200160405180910390a1565b5f82815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff85168452600401909152812080546006546fffffffffffffffffffffffffffffffff909116908390610100900463ffffffff168614612e9f57600654610100900463ffffffff165f90815260076020908152604080832073ffffffffffffffffffffffffffffffffffffffff891684526004019091529020546fffffffffffffffffffffffffffffffff16612ea1565b815b8354909150612f1c90612eda9070010000000000000000000000000000000090046fffffffffffffffffffffffffffffffff1684614b4d565b73ffffffffffffffffffffffffffffffffffffffff87165f90815260086020526040902054610e599084906fffffffffffffffffffffffffffffffff16612836565b9695505050505050565b5f8282188284100282185b9392505050565b8073ffffffffffffffffffffffffffffffffffffffff1660045f846001811115612f6457612f64614830565b6001811115612f7557612f75614830565b815260208101919091526040015f205473ffffffffffffffffffffffffffffffffffffffff16836001811115612fad57612fad614830565b6040517f89b2ee67afa436288c599865a5dd2652d516797612881512082321c02c88c069905f90a48060045f846001811115612feb57612feb614830565b6001811115612ffc57612ffc614830565b81526020019081526020015f205f6101000a81548173ffffffffffffffffffffffffffffffffffffffff021916908373ffffffffffffffffffffffffffffffffffffffff1602179055505050565b600380547fffffffffffffffffffffffff00000000000000000000000000000000000000001690556113f781613e00565b613089848484846001613e76565b6129d2576040517f5274afe700000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602401610b18565b60015f81905260046020527fabd6e7cb50984ff9c2f3e18a2660c3353dadf4e3291deeb275dae2cd1e44fe055473ffffffffffffffffffffffffffffffffffffffff1633146113f75780336040517fc8984452000000000000000000000000000000000000000000000000000000008152600401610b18929190614ab1565b61315e612847565b600680547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff001660011790557f62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a258612dc03390565b60606131dc7f0000000000000000000000000000000000000000000000000000000000000000613f09565b905090565b60606131dc7f0000000000000000000000000000000000000000000000000000000000000000613f09565b5f5b60038201548110156111f8575f826003018281548110613230576132306149bf565b5f9182526020808320919091015473ffffffffffffffffffffffffffffffffffffffff168083526004860182526040808420546008909352832080549194507001000000000000000000000000000000009092046fffffffffffffffffffffffffffffffff90811693849284926132a991859116614aea565b82546101009290920a6fffffffffffffffffffffffffffffffff818102199093169183160217909155825461331192506132fb9185811691700100000000000000000000000000000000900416614b3a565b6fffffffffffffffffffffffffffffffff612f26565b81546fffffffffffffffffffffffffffffffff918216700100000000000000000000000000000000029116179055505060010161320e565b60028101546901000000000000000000900463ffffffff165b80158015906133a2575060025f8281526007602052604090206002015468010000000000000000900460ff16600381111561339f5761339f614830565b14155b156133d0575f908152600760205260409020600201546901000000000000000000900463ffffffff16613362565b919050565b5f8181526007602052604081206002015468010000000000000000900460ff16600181600381111561340957613409614830565b1480612f315750600281600381111561342457613424614830565b149392505050565b73ffffffffffffffffffffffffffffffffffffffff81161580613464575073ffffffffffffffffffffffffffffffffffffffff811630145b156113f7576040517f17858bbe00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610b18565b5f6135747fa34be566843c588d73bbb6d3aa47c5c6ee5115ee1abd1e890f852dfdaf6afb7a6134e860408701602088016143b2565b6134f860608801604089016143b2565b6135086080890160608a016143b2565b60408051602081019590955273ffffffffffffffffffffffffffffffffffffffff9384169085015290821660608401521660808281019190915286013560a08281019190915286013560c082015260e00160405160208183030381529060405280519060200120613f46565b90505f5f613583838686613f8d565b5090925090505f81600381111561359c5761359c614830565b1480156135e357506135b460408701602088016143b2565b73ffffffffffffffffffffffffffffffffffffffff168273ffffffffffffffffffffffffffffffffffffffff16145b156135f057505050505050565b61360b61360360408801602089016143b2565b848787613fd4565b611341576040517f8baa579f00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6006545f90610100900463ffffffff168214158061365d575081155b156136cf5760025f8381526007602052604090206002015468010000000000000000900460ff16600381111561369557613695614830565b146136cf576040517fb7e70de700000000000000000000000000000000000000000000000000000000815260048101839052602401610b18565b505f9081526007602052604090205490565b5f3073ffffffffffffffffffffffffffffffffffffffff16635f47006288888888888860405160240161371996959493929190614c20565b604051602081830303815290604052915060e01b6020820180517bffffffffffffffffffffffffffffffffffffffffffffffffffffffff838183161783525050505090506207a12060405a61376f90603f614cb8565b6137799190614ccf565b10156137b6576040517f5e31f8600000000000000000000000000000000000000000000000000000000081526207a1206004820152602401610b18565b5f5f5f8351602085015f306207a120f1905080610a12578573ffffffffffffffffffffffffffffffffffffffff168773ffffffffffffffffffffffffffffffffffffffff167fe75341588e138345a5e8f6d545f03a9ec177af396fccdbd039ac67045a372d2f613824614057565b6040516138319190614d07565b60405180910390a35050505050505050565b5f61384e8383611f40565b9050801561388b576040517f6ec6d7ed00000000000000000000000000000000000000000000000000000000815260048101829052602401610b18565b6006546138a89065010000000000900463ffffffff166001614bc4565b63ffffffff1660095f6138e28686604080516020808201949094528082019290925280518083038201815260609092019052805191012090565b815260208101919091526040015f2055505050565b5f805b84811015613aac575f868683818110613915576139156149bf565b905060200201602081019061392a91906143b2565b90508273ffffffffffffffffffffffffffffffffffffffff168173ffffffffffffffffffffffffffffffffffffffff16116139a9576040517f0539924d00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610b18565b6fffffffffffffffffffffffffffffffff8585848181106139cc576139cc6149bf565b905060200201351115613a23576040517f8e3d051100000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff82166004820152602401610b18565b848483818110613a3557613a356149bf565b73ffffffffffffffffffffffffffffffffffffffff84165f90815260048c016020908152604090912080547fffffffffffffffffffffffffffffffff00000000000000000000000000000000169290910293909301356fffffffffffffffffffffffffffffffff16179091555091506001016138fa565b5060038601613abc858783614d25565b50505050505050565b5f5b6003830154811015610c01575f836003018281548110613ae957613ae96149bf565b5f91825260208083209091015473ffffffffffffffffffffffffffffffffffffffff168083526004808801835260408085205491880190935291909220549192506fffffffffffffffffffffffffffffffff908116911681811015613ba0576040517ff1c9845400000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff841660048201526024810183905260448101829052606401610b18565b505050600101613ac7565b15610d55576040517f3ee5aeb500000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b80825d5050565b5f82613bf6868685614084565b1495945050505050565b5f613c0b8484612dea565b905080821115613c6d576040517f49dc841b00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff841660048201526024810183905260448101829052606401610b18565b505f92835260076020908152604080852073ffffffffffffffffffffffffffffffffffffffff90941685526004909301815282842080546fffffffffffffffffffffffffffffffff700100000000000000000000000000000000808304821686018216029181169190911790915560089091529190922080548083169093019091167fffffffffffffffffffffffffffffffff0000000000000000000000000000000092909216919091179055565b5f5f5f83516020850186885af1949350505050565b6040513d5f823e3d81fd5b6040517fa9059cbb000000000000000000000000000000000000000000000000000000005f81815273ffffffffffffffffffffffffffffffffffffffff8616600452602485905291602083604481808b5af1925060015f51148316613db8578383151615613dac573d5f823e3d81fd5b5f873b113d1516831692505b60405250949350505050565b60065460ff16610d55576040517f8dfc202b00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b6002805473ffffffffffffffffffffffffffffffffffffffff8381167fffffffffffffffffffffffff0000000000000000000000000000000000000000831681179093556040519116919082907f8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0905f90a35050565b6040517f23b872dd000000000000000000000000000000000000000000000000000000005f81815273ffffffffffffffffffffffffffffffffffffffff8781166004528616602452604485905291602083606481808c5af1925060015f51148316613ef8578383151615613eec573d5f823e3d81fd5b5f883b113d1516831692505b604052505f60605295945050505050565b60605f613f15836140c5565b6040805160208082528183019092529192505f91906020820181803683375050509182525060208101929092525090565b5f610917613f52614105565b836040517f19010000000000000000000000000000000000000000000000000000000000008152600281019290925260228201526042902090565b5f80806041849003613fc1578435602086013560408701355f1a613fb38982858561423b565b955095509550505050613fcb565b505f915060029050825b93509350939050565b604080517f1626ba7e00000000000000000000000000000000000000000000000000000000808252600482018690526024820192909252604481018390525f91908390818660648301375f82606483010152601f820160051c60051b915060205f60648401838b5afa9050825f5114601f3d111681169350505050949350505050565b60603d61010081111561406957506101005b6040519150808252805f602084013e50610120810160405290565b5f81815b848110156140bc576140b2828787848181106140a6576140a66149bf565b9050602002013561432e565b9150600101614088565b50949350505050565b5f60ff8216601f811115610917576040517fb3512b0c00000000000000000000000000000000000000000000000000000000815260040160405180910390fd5b5f3073ffffffffffffffffffffffffffffffffffffffff7f00000000000000000000000000000000000000000000000000000000000000001614801561416a57507f000000000000000000000000000000000000000000000000000000000000000046145b1561419457507f000000000000000000000000000000000000000000000000000000000000000090565b6131dc604080517f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f60208201527f0000000000000000000000000000000000000000000000000000000000000000918101919091527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a08201525f9060c00160405160208183030381529060405280519060200120905090565b5f80807f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084111561427457505f91506003905082614324565b604080515f808252602082018084528a905260ff891692820192909252606081018790526080810186905260019060a0016020604051602081039080840390855afa1580156142c5573d5f5f3e3d5ffd5b50506040517fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0015191505073ffffffffffffffffffffffffffffffffffffffff811661431b57505f925060019150829050614324565b92505f91508190505b9450945094915050565b5f818310614348575f828152602084905260409020612f31565b5f838152602083905260409020612f31565b73ffffffffffffffffffffffffffffffffffffffff811681146113f7575f5ffd5b5f5f6040838503121561438c575f5ffd5b82356143978161435a565b915060208301356143a78161435a565b809150509250929050565b5f602082840312156143c2575f5ffd5b8135611f998161435a565b5f5f83601f8401126143dd575f5ffd5b50813567ffffffffffffffff8111156143f4575f5ffd5b6020830191508360208260051b850101111561440e575f5ffd5b9250929050565b5f5f5f5f5f5f5f5f60a0898b03121561442c575f5ffd5b88359750602089013561443e8161435a565b9650604089013567ffffffffffffffff811115614459575f5ffd5b6144658b828c016143cd565b909750955050606089013567ffffffffffffffff811115614484575f5ffd5b6144908b828c016143cd565b909550935050608089013567ffffffffffffffff8111156144af575f5ffd5b6144bb8b828c016143cd565b999c989b5096995094979396929594505050565b5f5f5f606084860312156144e1575f5ffd5b83356144ec8161435a565b925060208401356144fc8161435a565b929592945050506040919091013590565b5f5f5f5f5f60808688031215614521575f5ffd5b8535945060208601356145338161435a565b935060408601359250606086013567ffffffffffffffff811115614555575f5ffd5b614561888289016143cd565b969995985093965092949392505050565b5f60208284031215614582575f5ffd5b81358015158114611f99575f5ffd5b8035600281106133d0575f5ffd5b5f602082840312156145af575f5ffd5b612f3182614591565b5f5f604083850312156145c9575f5ffd5b82356145d48161435a565b946020939093013593505050565b5f5f5f5f5f5f60a087890312156145f7575f5ffd5b8635955060208701356146098161435a565b945060408701356146198161435a565b935060608701359250608087013567ffffffffffffffff81111561463b575f5ffd5b61464789828a016143cd565b979a9699509497509295939492505050565b5f81518084528060208401602086015e5f6020828601015260207fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f83011685010191505092915050565b7fff000000000000000000000000000000000000000000000000000000000000008816815260e060208201525f6146df60e0830189614659565b82810360408401526146f18189614659565b6060840188905273ffffffffffffffffffffffffffffffffffffffff8716608085015260a0840186905283810360c0850152845180825260208087019350909101905f5b81811015614753578351835260209384019390920191600101614735565b50909b9a5050505050505050505050565b5f60208284031215614774575f5ffd5b5035919050565b5f5f6040838503121561478c575f5ffd5b8235915060208301356143a78161435a565b602080825282518282018190525f918401906040840190835b818110156147eb57835173ffffffffffffffffffffffffffffffffffffffff168352602093840193909201916001016147b7565b509095945050505050565b5f5f60408385031215614807575f5ffd5b61439783614591565b5f5f60408385031215614821575f5ffd5b50508035926020909101359150565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602160045260245ffd5b8481526020810184905260408101839052608081016004831061488257614882614830565b82606083015295945050505050565b5f5f5f5f5f8587036101008112156148a7575f5ffd5b60c08112156148b4575f5ffd5b5085945060c086013567ffffffffffffffff8111156148d1575f5ffd5b6148dd888289016143cd565b90955093505060e086013567ffffffffffffffff8111156148fc575f5ffd5b8601601f8101881361490c575f5ffd5b803567ffffffffffffffff811115614922575f5ffd5b886020828401011115614933575f5ffd5b959894975092955050506020019190565b5f5f5f5f5f5f60808789031215614959575f5ffd5b8635955060208701359450604087013567ffffffffffffffff81111561497d575f5ffd5b61498989828a016143cd565b909550935050606087013567ffffffffffffffff81111561463b575f5ffd5b5f602082840312156149b8575f5ffd5b5051919050565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b5f5f83357fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe1843603018112614a1f575f5ffd5b83018035915067ffffffffffffffff821115614a39575f5ffd5b6020019150600581901b360382131561440e575f5ffd5b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b5f81614a8b57614a8b614a50565b507fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0190565b6040810160028410614ac557614ac5614830565b92815273ffffffffffffffffffffffffffffffffffffffff9190911660209091015290565b6fffffffffffffffffffffffffffffffff828116828216039081111561091757610917614a50565b6fffffffffffffffffffffffffffffffff818116838216019081111561091757610917614a50565b8082018082111561091757610917614a50565b8181038181111561091757610917614a50565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b5f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8203614bbd57614bbd614a50565b5060010190565b63ffffffff818116838216019081111561091757610917614a50565b63ffffffff828116828216039081111561091757610917614a50565b5f63ffffffff821663ffffffff8103614c1757614c17614a50565b60010192915050565b86815273ffffffffffffffffffffffffffffffffffffffff8616602082015273ffffffffffffffffffffffffffffffffffffffff8516604082015283606082015260a060808201528160a08201525f7f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff831115614c9b575f5ffd5b8260051b808560c08501379190910160c001979650505050505050565b808202811582820484141761091757610917614a50565b5f82614d02577f4e487b71000000000000000000000000000000000000000000000000000000005f52601260045260245ffd5b500490565b602081525f612f316020830184614659565b5f81356109178161435a565b67ffffffffffffffff831115614d3d57614d3d614b60565b68010000000000000000831115614d5657614d56614b60565b805483825580841015614d8a57815f528360205f20018482035f5b81811015614d86575f83820155600101614d71565b5050505b505f8181526020812083915b8581101561134157614da783614d19565b8282015560209290920191600101614d9656fea2646970667358221220de4c1743ca27d7fa2e4d814451b0e442ed81f0ea596dba39ee2937cea8f94daa64736f6c63430008250033',
} as const
