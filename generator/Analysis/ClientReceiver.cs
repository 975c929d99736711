using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QmpGen.Generator.Analysis;

/// <summary>Finds the client that an operation uses.</summary>
internal static class ClientReceiver
{
    /// <summary>Finds the receiver of a call, an extension method's included, or the client of its events.</summary>
    public static IOperation? FindReceiver(IInvocationOperation call, RuntimeTypes types)
    {
        IOperation? receiver =
            call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);
        return FindClient(receiver, types);
    }

    /// <summary>Finds the client in an expression for a client or its events.</summary>
    public static IOperation? FindClient(IOperation? receiver, RuntimeTypes types)
    {
        IOperation? operation = receiver?.SkipConversions();
        return !types.IsClientOrEvents(operation?.Type) ? null
            : operation is IPropertyReferenceOperation { Instance: { } client } && !types.IsClient(operation.Type)
                ? client
            : operation;
    }

    /// <summary>Finds the client of a call of the user's code: the receiver, or the only argument that is a
    /// client.</summary>
    public static IOperation? FindOnlyClient(IInvocationOperation call, RuntimeTypes types)
    {
        IOperation[] clients =
        [
            .. call
                .Arguments.Select(argument => argument.Value.SkipConversions())
                .Where(value => types.IsClient(value.Type)),
        ];
        return FindReceiver(call, types) ?? (clients.Length == 1 ? clients[0] : null);
    }

    /// <summary>Finds the client that a created record, or a part of it, is passed to.</summary>
    public static IOperation? FindRecipient(IOperation part, RuntimeTypes types)
    {
        for (IOperation? parent = part.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IInvocationOperation call:
                    return FindReceiver(call, types);
                case IAnonymousFunctionOperation
                or IBlockOperation
                or IVariableDeclaratorOperation
                or IExpressionStatementOperation:
                    return null;
            }
        }

        return null;
    }
}
