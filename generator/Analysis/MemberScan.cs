using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QmpGen.Generator.Analysis;

/// <summary>The uses and checks in a member, found without flow analysis.</summary>
internal sealed class MemberScan(FeatureModel model)
{
    private readonly List<FeatureUse> _uses = [];
    private readonly Dictionary<SyntaxNode, Fact> _guards = [];
    private readonly List<(FeatureUse Use, ILocalSymbol Local)> _storedReads = [];
    private readonly HashSet<ISymbol> _checkedLocals = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _sharedVariables = new(SymbolEqualityComparer.Default);
    private ISymbol? _function;

    public IReadOnlyList<FeatureUse> Uses => _uses;

    /// <summary>The calls of <c>Supports</c>.</summary>
    public IReadOnlyDictionary<SyntaxNode, Fact> Guards => _guards;

    /// <summary>The variables that a lambda or local function assigns, but does not declare.</summary>
    public ISet<ISymbol> SharedVariables => _sharedVariables;

    /// <summary>Whether the code can contain facts. If it does not, flow analysis is not necessary.</summary>
    public bool NeedsFlow { get; private set; }

    /// <summary>Scans the operations of a member.</summary>
    public static MemberScan Create(IEnumerable<IOperation> blocks, FeatureModel model)
    {
        MemberScan scan = new(model);
        foreach (IOperation block in blocks)
        {
            scan.Visit(block);
        }

        scan._uses.AddRange(
            scan._storedReads.Where(read => !scan._checkedLocals.Contains(read.Local)).Select(read => read.Use)
        );
        return scan;
    }

    private void Visit(IOperation operation)
    {
        switch (operation)
        {
            case INameOfOperation or ITypeOfOperation:
                return;
            case IInvocationOperation call:
                VisitCall(call);
                break;
            case IMethodReferenceOperation reference:
                VisitMethodReference(reference);
                break;
            case IObjectCreationOperation creation:
                VisitCreation(creation);
                break;
            case IConversionOperation { OperatorMethod: { } method } conversion:
                VisitConversion(conversion, method);
                break;
            case IPropertyReferenceOperation property:
                VisitProperty(property);
                break;
            case IFieldReferenceOperation { Field.ContainingType.TypeKind: TypeKind.Enum } field:
                VisitEnumField(field);
                break;
            case ILocalReferenceOperation local when UseContext.IsNullHandled(local):
                _checkedLocals.Add(local.Local);
                break;
            case ICatchClauseOperation handler:
                NeedsFlow |= model.Types.IsNotSupported(handler.ExceptionType);
                break;
            case ILocalFunctionOperation function:
                VisitFunction(function, function.Symbol);
                return;
            case IAnonymousFunctionOperation function:
                VisitFunction(function, function.Symbol);
                return;
            case IAssignmentOperation assignment:
                VisitTarget(assignment.Target);
                break;
            case IIncrementOrDecrementOperation increment:
                VisitTarget(increment.Target);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                VisitTarget(argument.Value);
                break;
        }

        VisitChildren(operation);
    }

    private void VisitChildren(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            Visit(child);
        }
    }

    private void VisitFunction(IOperation operation, IMethodSymbol function)
    {
        ISymbol? outer = _function;
        _function = function;
        NeedsFlow |= !model.GetRequirements(function).IsEmpty;
        VisitChildren(operation);
        _function = outer;
    }

    private void VisitTarget(IOperation target)
    {
        if (
            _function is not null
            && target.FindVariable() is ILocalSymbol or IParameterSymbol
            && target.FindVariable() is { } variable
            && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _function)
        )
        {
            _sharedVariables.Add(variable);
        }
    }

    private void VisitCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (model.Types.IsGuard(method))
        {
            if (model.FindCheckedFeature(call) is { } feature)
            {
                _guards[call.Syntax] = new Fact(feature, ClientPath.FromOperation(call.Instance));
                NeedsFlow = true;
            }

            return;
        }

        AddMethod(call, method, () => ClientReceiver.FindReceiver(call, model.Types));
        AddRequirements(call, method, () => ClientReceiver.FindOnlyClient(call, model.Types));
    }

    private void VisitMethodReference(IMethodReferenceOperation reference)
    {
        AddMethod(reference, reference.Method, () => ClientReceiver.FindClient(reference.Instance, model.Types));
        AddRequirements(reference, reference.Method, () => ClientReceiver.FindClient(reference.Instance, model.Types));
    }

    /// <summary>Adds the command of a client's method, and the explicit or inferred type arguments.</summary>
    private void AddMethod(IOperation operation, IMethodSymbol method, Func<IOperation?> findClient)
    {
        if (model.Types.IsClient(method.ContainingType))
        {
            AddPartial(operation, method, findClient);
        }

        if (method.IsGenericMethod && findClient() is not null)
        {
            foreach (ITypeSymbol type in method.TypeArguments.Where(type => IsExplicit(operation) || IsMessage(type)))
            {
                AddPartial(operation, type, findClient);
            }
        }
    }

    private void VisitCreation(IObjectCreationOperation creation)
    {
        if (creation.Type is { } type && !model.Types.IsEvent(type) && !IsPassedToMethodOfSameCommand(creation))
        {
            AddPartial(creation, type, () => ClientReceiver.FindRecipient(creation, model.Types));
        }

        AddRequirements(creation, creation.Constructor, () => null);
    }

    /// <summary>Adds the branch of an alternate that a conversion creates.</summary>
    private void VisitConversion(IConversionOperation conversion, IMethodSymbol method)
    {
        ISymbol? branch = model.Availability.GetReleases(method.ContainingType) is null
            ? null
            : AlternateConversion.FindBranch(method);
        if (branch is not null)
        {
            AddPartial(conversion, branch, () => ClientReceiver.FindRecipient(conversion, model.Types));
        }
    }

    private void VisitProperty(IPropertyReferenceOperation reference)
    {
        AddRequirements(
            reference,
            reference.Property,
            () => ClientReceiver.FindClient(reference.Instance, model.Types)
        );
        if (
            reference.Property.IsStatic
            || model.Availability.FindPartial(reference.Property) is not { } feature
            || UseContext.IsSetToNull(reference)
        )
        {
            return;
        }

        if (UseContext.IsNullHandled(reference))
        {
            NeedsFlow = true;
            return;
        }

        FeatureUse use = CreateUse(reference, feature, ClientReceiver.FindRecipient(reference, model.Types));
        if (FindLocal(reference) is { } local)
        {
            NeedsFlow = true;
            _storedReads.Add((use, local));
        }
        else
        {
            _uses.Add(use);
        }
    }

    private void VisitEnumField(IFieldReferenceOperation reference)
    {
        if (
            model.Availability.FindPartial(reference.Field) is { } feature
            && !UseContext.IsCompared(reference, model.Types)
        )
        {
            _uses.Add(CreateUse(reference, feature, ClientReceiver.FindRecipient(reference, model.Types)));
        }
    }

    private void AddPartial(IOperation operation, ISymbol symbol, Func<IOperation?> findClient)
    {
        if (model.Availability.FindPartial(symbol) is { } feature)
        {
            _uses.Add(CreateUse(operation, feature, findClient()));
        }
    }

    private void AddRequirements(IOperation operation, ISymbol? member, Func<IOperation?> findClient) =>
        _uses.AddRange(
            model
                .GetRequirements(member)
                .Where(feature => !model.Availability.IsInAll(feature))
                .Select(feature => CreateUse(operation, feature, findClient()))
        );

    private static FeatureUse CreateUse(IOperation operation, ISymbol feature, IOperation? client) =>
        client is null
            ? new FeatureUse(feature, null, "", operation)
            : new FeatureUse(feature, ClientPath.FromOperation(client), client.Syntax.ToString(), operation);

    /// <summary>Returns whether the call that a record is passed to is already a use of its command.</summary>
    private bool IsPassedToMethodOfSameCommand(IObjectCreationOperation creation) =>
        creation.IncludeConversions().Parent is IArgumentOperation { Parent: IInvocationOperation call }
        && model.Availability.FindPartial(call.TargetMethod) is { } command
        && SymbolEqualityComparer.Default.Equals(command, creation.Type);

    private bool IsMessage(ITypeSymbol type) => model.Types.IsEvent(type) || model.Types.IsCommand(type);

    private static bool IsExplicit(IOperation operation) => ExplicitTypeArguments.AreIn(operation.Syntax);

    /// <summary>Finds the local that a property's value is stored in.</summary>
    private static ILocalSymbol? FindLocal(IPropertyReferenceOperation reference) =>
        reference.IncludeConversions().Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
            _ => null,
        };
}
