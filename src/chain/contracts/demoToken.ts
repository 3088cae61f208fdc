// Made by `npm run contracts` from contracts/DemoToken.sol.
export const demoToken = {
  abi: [
    {
      "inputs": [
        {
          "internalType": "string",
          "name": "name",
          "type": "string"
        },
        {
          "internalType": "string",
          "name": "symbol",
          "type": "string"
        },
        {
          "internalType": "uint8",
          "name": "places",
          "type": "uint8"
        },
        {
          "internalType": "uint256",
          "name": "supply",
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
          "name": "spender",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "allowance",
          "type": "uint256"
        },
        {
          "internalType": "uint256",
          "name": "needed",
          "type": "uint256"
        }
      ],
      "name": "ERC20InsufficientAllowance",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "sender",
          "type": "address"
        },
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
      "name": "ERC20InsufficientBalance",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "approver",
          "type": "address"
        }
      ],
      "name": "ERC20InvalidApprover",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "receiver",
          "type": "address"
        }
      ],
      "name": "ERC20InvalidReceiver",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "sender",
          "type": "address"
        }
      ],
      "name": "ERC20InvalidSender",
      "type": "error"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "spender",
          "type": "address"
        }
      ],
      "name": "ERC20InvalidSpender",
      "type": "error"
    },
    {
      "anonymous": false,
      "inputs": [
        {
          "indexed": true,
          "internalType": "address",
          "name": "owner",
          "type": "address"
        },
        {
          "indexed": true,
          "internalType": "address",
          "name": "spender",
          "type": "address"
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "value",
          "type": "uint256"
        }
      ],
      "name": "Approval",
      "type": "event"
    },
    {
      "anonymous": false,
      "inputs": [
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
        },
        {
          "indexed": false,
          "internalType": "uint256",
          "name": "value",
          "type": "uint256"
        }
      ],
      "name": "Transfer",
      "type": "event"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "owner",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "spender",
          "type": "address"
        }
      ],
      "name": "allowance",
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
          "name": "spender",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "value",
          "type": "uint256"
        }
      ],
      "name": "approve",
      "outputs": [
        {
          "internalType": "bool",
          "name": "",
          "type": "bool"
        }
      ],
      "stateMutability": "nonpayable",
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
      "name": "balanceOf",
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
      "name": "decimals",
      "outputs": [
        {
          "internalType": "uint8",
          "name": "",
          "type": "uint8"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "name",
      "outputs": [
        {
          "internalType": "string",
          "name": "",
          "type": "string"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "symbol",
      "outputs": [
        {
          "internalType": "string",
          "name": "",
          "type": "string"
        }
      ],
      "stateMutability": "view",
      "type": "function"
    },
    {
      "inputs": [],
      "name": "totalSupply",
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
          "name": "to",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "value",
          "type": "uint256"
        }
      ],
      "name": "transfer",
      "outputs": [
        {
          "internalType": "bool",
          "name": "",
          "type": "bool"
        }
      ],
      "stateMutability": "nonpayable",
      "type": "function"
    },
    {
      "inputs": [
        {
          "internalType": "address",
          "name": "from",
          "type": "address"
        },
        {
          "internalType": "address",
          "name": "to",
          "type": "address"
        },
        {
          "internalType": "uint256",
          "name": "value",
          "type": "uint256"
        }
      ],
      "name": "transferFrom",
      "outputs": [
        {
          "internalType": "bool",
          "name": "",
          "type": "bool"
        }
      ],
      "stateMutability": "nonpayable",
      "type": "function"
    }
  ],
  bytecode:
    '0x60a060405234801561000f575f5ffd5b50604051610d91380380610d9183398101604081905261002e91610266565b8383600361003c8382610378565b5060046100498282610378565b50505060ff821660805261005d3382610066565b5050505061045b565b6001600160a01b0382166100945760405163ec442f0560e01b81525f60048201526024015b60405180910390fd5b61009f5f83836100a3565b5050565b6001600160a01b0383166100cd578060025f8282546100c29190610436565b9091555061013d9050565b6001600160a01b0383165f908152602081905260409020548181101561011f5760405163391434e360e21b81526001600160a01b0385166004820152602481018290526044810183905260640161008b565b6001600160a01b0384165f9081526020819052604090209082900390555b6001600160a01b03821661015957600280548290039055610177565b6001600160a01b0382165f9081526020819052604090208054820190555b816001600160a01b0316836001600160a01b03167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef836040516101bc91815260200190565b60405180910390a3505050565b634e487b7160e01b5f52604160045260245ffd5b5f82601f8301126101ec575f5ffd5b81516001600160401b03811115610205576102056101c9565b604051601f8201601f19908116603f011681016001600160401b0381118282101715610233576102336101c9565b60405281815283820160200185101561024a575f5ffd5b8160208501602083015e5f918101602001919091529392505050565b5f5f5f5f60808587031215610279575f5ffd5b84516001600160401b0381111561028e575f5ffd5b61029a878288016101dd565b602087015190955090506001600160401b038111156102b7575f5ffd5b6102c3878288016101dd565b935050604085015160ff811681146102d9575f5ffd5b6060959095015193969295505050565b600181811c908216806102fd57607f821691505b60208210810361031b57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610373578282111561037357805f5260205f20601f840160051c602085101561034c57505f5b90810190601f840160051c035f5b8181101561036f575f8382015560010161035a565b5050505b505050565b81516001600160401b03811115610391576103916101c9565b6103a58161039f84546102e9565b84610321565b6020601f8211600181146103d7575f83156103c05750848201515b5f19600385901b1c1916600184901b17845561042f565b5f84815260208120601f198516915b8281101561040657878501518255602094850194600190920191016103e6565b508482101561042357868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b8082018082111561045557634e487b7160e01b5f52601160045260245ffd5b92915050565b60805161091e6104735f395f610110015261091e5ff3fe608060405234801561000f575f5ffd5b506004361061009f575f3560e01c8063313ce5671161007257806395d89b411161005857806395d89b411461016f578063a9059cbb14610177578063dd62ed3e1461018a575f5ffd5b8063313ce5671461010957806370a082311461013a575f5ffd5b806306fdde03146100a3578063095ea7b3146100c157806318160ddd146100e457806323b872dd146100f6575b5f5ffd5b6100ab6101cf565b6040516100b89190610731565b60405180910390f35b6100d46100cf3660046107ac565b61025f565b60405190151581526020016100b8565b6002545b6040519081526020016100b8565b6100d46101043660046107d4565b610278565b60405160ff7f00000000000000000000000000000000000000000000000000000000000000001681526020016100b8565b6100e861014836600461080e565b73ffffffffffffffffffffffffffffffffffffffff165f9081526020819052604090205490565b6100ab61029b565b6100d46101853660046107ac565b6102aa565b6100e861019836600461082e565b73ffffffffffffffffffffffffffffffffffffffff9182165f90815260016020908152604080832093909416825291909152205490565b6060600380546101de9061085f565b80601f016020809104026020016040519081016040528092919081815260200182805461020a9061085f565b80156102555780601f1061022c57610100808354040283529160200191610255565b820191905f5260205f20905b81548152906001019060200180831161023857829003601f168201915b5050505050905090565b5f3361026c8185856102b7565b60019150505b92915050565b5f336102858582856102c9565b61029085858561039c565b506001949350505050565b6060600480546101de9061085f565b5f3361026c81858561039c565b6102c48383836001610445565b505050565b73ffffffffffffffffffffffffffffffffffffffff8381165f908152600160209081526040808320938616835292905220547fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8110156103965781811015610388576040517ffb8f41b200000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff8416600482015260248101829052604481018390526064015b60405180910390fd5b61039684848484035f610445565b50505050565b73ffffffffffffffffffffffffffffffffffffffff83166103eb576040517f96c6fd1e0000000000000000000000000000000000000000000000000000000081525f600482015260240161037f565b73ffffffffffffffffffffffffffffffffffffffff821661043a576040517fec442f050000000000000000000000000000000000000000000000000000000081525f600482015260240161037f565b6102c483838361058a565b73ffffffffffffffffffffffffffffffffffffffff8416610494576040517fe602df050000000000000000000000000000000000000000000000000000000081525f600482015260240161037f565b73ffffffffffffffffffffffffffffffffffffffff83166104e3576040517f94280d620000000000000000000000000000000000000000000000000000000081525f600482015260240161037f565b73ffffffffffffffffffffffffffffffffffffffff8085165f9081526001602090815260408083209387168352929052208290558015610396578273ffffffffffffffffffffffffffffffffffffffff168473ffffffffffffffffffffffffffffffffffffffff167f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b9258460405161057c91815260200190565b60405180910390a350505050565b73ffffffffffffffffffffffffffffffffffffffff83166105c1578060025f8282546105b691906108b0565b909155506106719050565b73ffffffffffffffffffffffffffffffffffffffff83165f9081526020819052604090205481811015610646576040517fe450d38c00000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff85166004820152602481018290526044810183905260640161037f565b73ffffffffffffffffffffffffffffffffffffffff84165f9081526020819052604090209082900390555b73ffffffffffffffffffffffffffffffffffffffff821661069a576002805482900390556106c5565b73ffffffffffffffffffffffffffffffffffffffff82165f9081526020819052604090208054820190555b8173ffffffffffffffffffffffffffffffffffffffff168373ffffffffffffffffffffffffffffffffffffffff167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef8360405161072491815260200190565b60405180910390a3505050565b602081525f82518060208401528060208501604085015e5f6040828501015260407fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f83011684010191505092915050565b803573ffffffffffffffffffffffffffffffffffffffff811681146107a7575f5ffd5b919050565b5f5f604083850312156107bd575f5ffd5b6107c683610784565b946020939093013593505050565b5f5f5f606084860312156107e6575f5ffd5b6107ef84610784565b92506107fd60208501610784565b929592945050506040919091013590565b5f6020828403121561081e575f5ffd5b61082782610784565b9392505050565b5f5f6040838503121561083f575f5ffd5b61084883610784565b915061085660208401610784565b90509250929050565b600181811c9082168061087357607f821691505b6020821081036108aa577f4e487b71000000000000000000000000000000000000000000000000000000005f52602260045260245ffd5b50919050565b80820180821115610272577f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffdfea26469706673582212206ed28f6cc6ece5bd2e99d75efb6deb7674c57eff86a2bc7b071bc23d42b650e464736f6c63430008250033',
} as const
