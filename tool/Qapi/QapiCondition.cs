namespace QmpGen.Tool.Qapi;

/// <summary>The condition under which a QEMU build includes an entity.</summary>
internal abstract record QapiCondition
{
    /// <summary>Evaluates the condition for a build that defines the given symbols.</summary>
    public abstract bool IsTrue(Func<string, bool> isDefined);

    public abstract IEnumerable<string> Symbols { get; }
}

internal sealed record SymbolCondition(string Symbol) : QapiCondition
{
    public override bool IsTrue(Func<string, bool> isDefined) => isDefined(Symbol);

    public override IEnumerable<string> Symbols => [Symbol];
}

internal sealed record AllCondition(IReadOnlyList<QapiCondition> Parts) : QapiCondition
{
    public override bool IsTrue(Func<string, bool> isDefined) => Parts.All(part => part.IsTrue(isDefined));

    public override IEnumerable<string> Symbols => Parts.SelectMany(part => part.Symbols);
}

internal sealed record AnyCondition(IReadOnlyList<QapiCondition> Parts) : QapiCondition
{
    public override bool IsTrue(Func<string, bool> isDefined) => Parts.Any(part => part.IsTrue(isDefined));

    public override IEnumerable<string> Symbols => Parts.SelectMany(part => part.Symbols);
}

internal sealed record NotCondition(QapiCondition Part) : QapiCondition
{
    public override bool IsTrue(Func<string, bool> isDefined) => !Part.IsTrue(isDefined);

    public override IEnumerable<string> Symbols => Part.Symbols;
}
