using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Analysis;

/// <summary>The types of the runtime that the analyzer looks for.</summary>
internal sealed class RuntimeTypes(Compilation compilation)
{
    private readonly INamedTypeSymbol? _client = compilation.GetTypeByMetadataName("QmpGen.QmpClient");
    private readonly INamedTypeSymbol? _events = compilation.GetTypeByMetadataName("QmpGen.QmpEvents");
    private readonly INamedTypeSymbol? _event = compilation.GetTypeByMetadataName("QmpGen.QmpEvent");
    private readonly INamedTypeSymbol? _command = compilation.GetTypeByMetadataName("QmpGen.IQmpCommand");
    private readonly INamedTypeSymbol? _requires = compilation.GetTypeByMetadataName("QmpGen.QmpRequiresAttribute");
    private readonly INamedTypeSymbol? _notSupported = compilation.GetTypeByMetadataName(
        "QmpGen.QmpNotSupportedException"
    );

    /// <summary>Returns whether a type is the client or derives from it.</summary>
    public bool IsClient(ITypeSymbol? type) =>
        type is ITypeParameterSymbol parameter ? parameter.ConstraintTypes.Any(IsClient) : DerivesFrom(type, _client);

    /// <summary>Returns whether a type is a client or its events.</summary>
    public bool IsClientOrEvents(ITypeSymbol? type) => IsClient(type) || IsSame(type, _events);

    public bool IsEvent(ITypeSymbol type) => DerivesFrom(type, _event);

    public bool IsCommand(ITypeSymbol type) => type.AllInterfaces.Any(item => IsSame(item, _command));

    /// <summary>Returns whether an attribute states that callers check a feature.</summary>
    public bool IsRequirement(AttributeData attribute) => IsSame(attribute.AttributeClass, _requires);

    /// <summary>Returns whether a type is the exception for features that the server lacks.</summary>
    public bool IsNotSupported(ITypeSymbol? exception) => exception is not null && IsSame(exception, _notSupported);

    /// <summary>Returns whether a method is a check of a client.</summary>
    public bool IsGuard(IMethodSymbol method) => method.Name == "Supports" && IsSame(method.ContainingType, _client);

    private static bool DerivesFrom(ITypeSymbol? type, INamedTypeSymbol? baseType)
    {
        while (type is not null && !IsSame(type, baseType))
        {
            type = type.BaseType;
        }

        return type is not null;
    }

    private static bool IsSame(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
