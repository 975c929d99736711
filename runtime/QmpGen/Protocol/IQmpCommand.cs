using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>A command.</summary>
/// <remarks>The generated command records implement it, and any other type can. All members are instance members, so
/// that a list can hold different commands. The generated records implement them explicitly, so that properties for
/// schema members can have the same names.</remarks>
public interface IQmpCommand
{
    /// <summary>The name on the wire, such as <c>query-status</c>.</summary>
    string WireName { get; }

    /// <summary>Whether the schema allows out-of-band execution (<c>allow-oob</c>).</summary>
    bool AllowOob => this is IQmpOutOfBandCommand;

    /// <summary>The features that the schema lists for the command, such as <c>deprecated</c>.</summary>
    /// <remarks>Later schemas may define other features.</remarks>
    IReadOnlyList<string> Features => [];

    /// <summary>Writes the members of the command's <c>arguments</c>, without braces.</summary>
    /// <param name="writer">The output.</param>
    /// <remarks>The default implementation writes only the extra arguments.</remarks>
    /// <exception cref="QmpArgumentException">A value cannot be sent.</exception>
    void WriteArguments(QmpWriter writer)
    {
        if (this is QmpArguments arguments)
        {
            ArgumentNullException.ThrowIfNull(writer);
            writer.WriteExtraArguments(arguments);
        }
    }
}

/// <summary>A command with a result.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
public interface IQmpCommand<out TResult> : IQmpCommand
{
    /// <summary>Reads the value of the response's <c>return</c>.</summary>
    /// <param name="reader">A reader positioned at the value.</param>
    /// <returns>The result.</returns>
    /// <exception cref="QmpProtocolException">The value does not match the schema.</exception>
    TResult ReadResult(ref QmpReader reader);
}

/// <summary>A command that the schema allows out-of-band.</summary>
/// <remarks><see cref="QmpClient.ExecuteOutOfBandAsync(IQmpOutOfBandCommand, CancellationToken)"/> accepts only such
/// commands, so an out-of-band call of any other command does not compile.</remarks>
public interface IQmpOutOfBandCommand : IQmpCommand;

/// <summary>A command with a result that the schema allows out-of-band.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
public interface IQmpOutOfBandCommand<out TResult> : IQmpCommand<TResult>, IQmpOutOfBandCommand;
