using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Qemu72;
using QmpGen.Json;
using Xunit;
using Xunit.Abstractions;

namespace QmpGen.Tests;

/// <summary>
/// Whatever a peer answers, a generated reader returns or throws <see cref="QmpProtocolException"/>. The environment variable
/// <c>QMPGEN_MUTATIONS</c> says how many answers are tried, and <c>QMPGEN_SEED</c> which.
/// </summary>
public sealed class HostileAnswerTests(ITestOutputHelper output)
{
    // Answers of more bytes would be mutated in vain: what is tried is readers, of which one object has all there are.
    private const int LongestAnswer = 20_000;

    private delegate void Reader(byte[] json);

    [QemuFact("7.2")]
    public async Task A_mutated_answer_is_read_or_refused()
    {
        (Reader Read, string Command, byte[] Answer)[] answers = [.. await AnswersAsync()];
        MutatedAnswers mutated = new([.. answers.Select(answer => answer.Answer)], Number("QMPGEN_SEED", 1));
        int read = 0, refused = 0;
        for (int count = Number("QMPGEN_MUTATIONS", 30_000); count > 0; count--)
        {
            (byte[] json, int original) = mutated.Next();

            // One in five goes to the reader of another command.
            int reader = mutated.Pick(5) == 0 ? mutated.Pick(answers.Length) : original;
            try
            {
                answers[reader].Read(json);
                read++;
            }
            catch (QmpProtocolException)
            {
                refused++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{answers[reader].Command} threw {e.GetType().Name} over {Encoding.Latin1.GetString(json)}", e);
            }
        }

        output.WriteLine($"{answers.Length} answers: {read} mutated ones read, {refused} refused.");
        Assert.True(answers.Length > 30, $"Only {answers.Length} queries were answered.");
        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused.");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    private static async Task<List<(Reader Read, string Command, byte[] Answer)>> AnswersAsync()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-M", "pc", "-m", "64", "-netdev", "user,id=net0", "-device", "virtio-net-pci,netdev=net0,romfile=",
            "-blockdev", "null-co,node-name=disk0,read-zeroes=on", "-device", "virtio-blk-pci,drive=disk0,id=blk0");
        await using Qemu72Client vm = await Qemu72Client.ConnectAsync(qemu.Endpoint);
        List<(Reader, string, byte[])> answers = [];
        foreach (Type command in typeof(Qemu72Client).Assembly.GetTypes().Where(type => type.Namespace == "Qemu72").OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            if (!command.Name.StartsWith("Query", StringComparison.Ordinal) || ResultOf(command) is not { } result)
                continue;

            try
            {
                string name = (string)command.GetProperty("WireName")!.GetValue(null)!;
                byte[] answer = Encoding.UTF8.GetBytes((await vm.ExecuteRawAsync(name)).GetRawText());
                if (answer.Length < LongestAnswer)
                    answers.Add((ReaderOf(command, result), name, answer));
            }
            catch (QmpCommandException)
            {
                // It wants arguments, or a machine of another kind.
            }
        }

        return answers;
    }

    private static Type? ResultOf(Type command) => command.GetInterfaces()
        .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IQmpCommand<>))?.GenericTypeArguments[0];

    private static Reader ReaderOf(Type command, Type result) => typeof(HostileAnswerTests)
        .GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(result)
        .CreateDelegate<Reader>(RuntimeHelpers.GetUninitializedObject(command));

    private static void Read<TResult>(IQmpCommand<TResult> command, byte[] json)
    {
        QmpReadContext context = new() { Subject = $"the answer to '{command.WireName}'" };
        QmpReader reader = new(json, context);
        TResult result = command.ReadResult(ref reader);
        QmpReader again = new(json, context);
        TResult same = command.ReadResult(ref again);
        Assert.True(EqualityComparer<TResult>.Default.Equals(result, same) && $"{result}" == $"{same}", "What is read twice is not the same.");
    }
}
