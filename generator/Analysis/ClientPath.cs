using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QmpGen.Generator.Analysis;

/// <summary>The expression of a client: a variable or <c>this</c>, and the fields and properties from there.</summary>
internal sealed class ClientPath : IEquatable<ClientPath>
{
    /// <summary>The path of an expression that can have another value each time, such as a call.</summary>
    public static readonly ClientPath Unknown = new(ImmutableArray<object>.Empty);

    private const string This = "this";
    private const string Await = "await";

    /// <summary>Symbols, the values of constant indexes, and the two words above.</summary>
    private readonly ImmutableArray<object> _steps;

    private ClientPath(ImmutableArray<object> steps) => _steps = steps;

    /// <summary>Creates the path of an expression, or returns <see cref="Unknown"/>.</summary>
    public static ClientPath FromOperation(IOperation? operation)
    {
        ImmutableArray<object>.Builder steps = ImmutableArray.CreateBuilder<object>();
        return operation is not null && TryAdd(operation, steps) ? new ClientPath(steps.ToImmutable()) : Unknown;
    }

    /// <summary>Returns whether an assignment of the symbol changes the client.</summary>
    public bool DependsOn(ISymbol symbol) =>
        _steps.Any(step => step is ISymbol part && SymbolEqualityComparer.Default.Equals(part, symbol));

    /// <summary>Returns whether both are always the same client.</summary>
    public bool IsSameAs(ClientPath other) => !_steps.IsEmpty && Equals(other);

    public bool Equals(ClientPath? other) => other is not null && _steps.SequenceEqual(other._steps);

    public override bool Equals(object? obj) => Equals(obj as ClientPath);

    public override int GetHashCode() =>
        _steps.Aggregate(_steps.Length, (hash, step) => unchecked((hash * 31) + step.GetHashCode()));

    private static bool TryAdd(IOperation operation, ImmutableArray<object>.Builder steps)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                steps.Add(local.Local);
                return true;
            case IParameterReferenceOperation parameter:
                steps.Add(parameter.Parameter);
                return true;
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                steps.Add(This);
                return true;
            case IFieldReferenceOperation field:
                return TryAddMember(field.Instance, field.Field, steps);
            case IPropertyReferenceOperation property:
                return TryAddMember(property.Instance, property.Property, steps)
                    && property.Arguments.All(argument => TryAddIndex(argument.Value, steps));
            case IArrayElementReferenceOperation element:
                return TryAdd(element.ArrayReference, steps) && element.Indices.All(index => TryAddIndex(index, steps));
            case IConversionOperation { OperatorMethod: null } conversion:
                return TryAdd(conversion.Operand, steps);
            case IConditionalAccessInstanceOperation instance:
                return TryAdd(instance.FindReceiver(), steps);
            case IAwaitOperation awaited when TryAdd(awaited.Operation, steps):
                steps.Add(Await);
                return true;
            default:
                return false;
        }
    }

    private static bool TryAddMember(IOperation? instance, ISymbol member, ImmutableArray<object>.Builder steps)
    {
        if (instance is not null && !TryAdd(instance, steps))
        {
            return false;
        }

        steps.Add(member);
        return true;
    }

    private static bool TryAddIndex(IOperation index, ImmutableArray<object>.Builder steps)
    {
        if (index.ConstantValue is not { HasValue: true, Value: { } value })
        {
            return index is ILocalReferenceOperation or IParameterReferenceOperation && TryAdd(index, steps);
        }

        steps.Add(value);
        return true;
    }
}
