using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>A command of the QEMU Machine Protocol. The generated command records implement it; so may any type of
/// yours.</summary>
/// <remarks>
/// Its members are instance members, implemented explicitly by the generated records, so that commands of several kinds
/// fit into one list
/// and a member that the schema calls <c>name</c> or <c>features</c> keeps its place on the record.
/// </remarks>
public interface IQmpCommand
{
    /// <summary>The name on the wire, such as <c>query-status</c>.</summary>
    string WireName { get; }

    /// <summary>Whether the schema says <c>allow-oob</c>: the command may be executed out-of-band.</summary>
    bool AllowOob => this is IQmpOutOfBandCommand;

    /// <summary>The features that the schema lists for the command, such as <c>deprecated</c>; an open set.</summary>
    IReadOnlyList<string> Features => [];

    /// <summary>Writes the members of the command's <c>arguments</c>, without the braces around them; unless
    /// implemented, the extra ones alone.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="QmpArgumentException">A value is one that QEMU could not read or the schema does not
    /// know.</exception>
    void WriteArguments(QmpWriter writer)
    {
        if (this is QmpArguments arguments)
        {
            ArgumentNullException.ThrowIfNull(writer);
            writer.WriteExtraArguments(arguments);
        }
    }
}

/// <summary>A command whose answer carries data.</summary>
/// <typeparam name="TResult">What the answer is read as.</typeparam>
public interface IQmpCommand<out TResult> : IQmpCommand
{
    /// <summary>Reads the value of the answer's <c>return</c>.</summary>
    /// <param name="reader">Positioned at the value.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="QmpProtocolException">The value does not have the shape that the schema promises.</exception>
    TResult ReadResult(ref QmpReader reader);
}

/// <summary>A command that the schema allows out-of-band. Only such commands fit
/// <see cref="QmpClient.ExecuteOutOfBandAsync(IQmpOutOfBandCommand, CancellationToken)"/>: a wrong call does not
/// compile.</summary>
public interface IQmpOutOfBandCommand : IQmpCommand;

/// <summary>A command that the schema allows out-of-band and whose answer carries data.</summary>
/// <typeparam name="TResult">What the answer is read as.</typeparam>
public interface IQmpOutOfBandCommand<out TResult> : IQmpCommand<TResult>, IQmpOutOfBandCommand;
