namespace QmpGen.Generator.Diagnostics;

/// <summary>A kind of problem. Each has a page in <c>docs/diagnostics</c>.</summary>
/// <param name="Id">The id in build output, such as <c>QMPGEN001</c>.</param>
/// <param name="MessageFormat">The message with <c>{0}</c>, <c>{1}</c> for its arguments.</param>
/// <param name="IsError">Whether the rule is an error by default, not a warning.</param>
internal sealed record DiagnosticRule(string Id, string Title, string MessageFormat, bool IsError)
{
    public static DiagnosticRule Error(string id, string title, string messageFormat) =>
        new(id, title, messageFormat, IsError: true);

    public static DiagnosticRule Warning(string id, string title, string messageFormat) =>
        new(id, title, messageFormat, IsError: false);
}
