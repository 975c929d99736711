namespace QmpGen.Generator.Diagnostics;

/// <summary>A kind of problem. Each has a page in <c>docs/diagnostics</c>.</summary>
/// <param name="Id">The id in build output, such as <c>QMPGEN001</c>.</param>
/// <param name="MessageFormat">The message with <c>{0}</c>, <c>{1}</c> for its arguments.</param>
/// <param name="Level">The severity by default.</param>
internal sealed record DiagnosticRule(string Id, string Title, string MessageFormat, RuleLevel Level)
{
    public static DiagnosticRule Error(string id, string title, string messageFormat) =>
        new(id, title, messageFormat, RuleLevel.Error);

    public static DiagnosticRule Warning(string id, string title, string messageFormat) =>
        new(id, title, messageFormat, RuleLevel.Warning);

    public static DiagnosticRule Info(string id, string title, string messageFormat) =>
        new(id, title, messageFormat, RuleLevel.Info);
}

/// <summary>The severity of a rule.</summary>
internal enum RuleLevel
{
    Info,
    Warning,
    Error,
}
