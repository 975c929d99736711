namespace QmpGen.Tool.Qapi;

/// <summary>Which builds of QEMU have a thing.</summary>
internal abstract record QapiCondition
{
    /// <summary>Whether a build that defines these symbols has it.</summary>
    public abstract bool Holds(Func<string, bool> isDefined);

    public abstract IEnumerable<string> Symbols { get; }
}

internal sealed record SymbolCondition(string Symbol) : QapiCondition
{
    public override bool Holds(Func<string, bool> isDefined) => isDefined(Symbol);

    public override IEnumerable<string> Symbols => [Symbol];
}

internal sealed record AllCondition(IReadOnlyList<QapiCondition> Parts) : QapiCondition
{
    public override bool Holds(Func<string, bool> isDefined) => Parts.All(part => part.Holds(isDefined));

    public override IEnumerable<string> Symbols => Parts.SelectMany(part => part.Symbols);
}

internal sealed record AnyCondition(IReadOnlyList<QapiCondition> Parts) : QapiCondition
{
    public override bool Holds(Func<string, bool> isDefined) => Parts.Any(part => part.Holds(isDefined));

    public override IEnumerable<string> Symbols => Parts.SelectMany(part => part.Symbols);
}

internal sealed record NotCondition(QapiCondition Part) : QapiCondition
{
    public override bool Holds(Func<string, bool> isDefined) => !Part.Holds(isDefined);

    public override IEnumerable<string> Symbols => Part.Symbols;
}
