namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Errors of QEMU's state with the same words as a rejection by the schema.</summary>
/// <remarks>The arguments are valid, but the command fails in the current state. Such a response counts as
/// accepted.</remarks>
internal static class StateErrors
{
    /// <summary>The known errors.</summary>
    public static IReadOnlyList<StateError> All { get; } =
    [
        new(
            "dump-guest-memory",
            "\"begin\":",
            RejectionKind.Missing,
            "'length'",
            "'length' is optional in the schema; the command requires both or neither"
        ),
        new(
            "dump-guest-memory",
            "\"length\":",
            RejectionKind.Missing,
            "'begin'",
            "'begin' is optional in the schema; the command requires both or neither"
        ),
        new(
            "object-add",
            "\"canbus\":\"x\"",
            RejectionKind.WrongType,
            "'canbus', expected: can-bus",
            "the schema requires a string; the object with that name is not a CAN bus"
        ),
        new(
            "object-add",
            "\"prealloc-context\":\"x\"",
            RejectionKind.WrongType,
            "'prealloc-context', expected: thread-context",
            "the schema requires a string; the object with that name is not a thread context"
        ),
    ];

    /// <summary>Returns the reasons of QEMU's responses, with errors of state as accepted.</summary>
    /// <param name="input">The input.</param>
    /// <param name="responses">The responses of QEMU.</param>
    /// <param name="fitsSchema">Whether the test server accepts the input.</param>
    public static RejectionKind[] Accept(TestInput input, Rejection[] responses, bool fitsSchema) =>
        [
            .. responses.Select(response =>
                fitsSchema && All.Any(item => item.Matches(input, response)) ? RejectionKind.None : response.Kind
            ),
        ];

    /// <summary>An error of QEMU's state.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="Part">A part of the request.</param>
    /// <param name="Kind">The reason that the error seems to have.</param>
    /// <param name="Named">A part of the error description.</param>
    /// <param name="Reason">Why the schema is not the reason.</param>
    internal sealed record StateError(string Command, string Part, RejectionKind Kind, string Named, string Reason)
    {
        public bool Matches(TestInput input, Rejection response) =>
            (Command, Kind) == (input.Command, response.Kind)
            && input.Bytes.Contains(Part, StringComparison.Ordinal)
            && response.Description.Contains(Named, StringComparison.Ordinal);
    }
}
