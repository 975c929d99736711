namespace QmpGen.Testing.Schema;

/// <summary>A difference between the result of a handler and the schema.</summary>
/// <param name="Expected">The type that the schema requires, in words.</param>
/// <param name="Problem">The first difference, such as <c>'running' is missing</c>.</param>
internal sealed record ResultFault(string Expected, string Problem);
